package org.flashcrowd.portability;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;

/** The SQL of lists that people bring along. */
final class ImportRepository {
  private static final int BATCH = 1_000;
  // One at a time for each account.
  private static final Query INSERT =
      Query.named(
          "portability.import-insert",
          """
          INSERT INTO import (id, account_id, kind, total)
          SELECT $1, a.id, $3, $4 FROM (SELECT id FROM account WHERE id = $2 FOR UPDATE) a
           WHERE NOT EXISTS (SELECT FROM import i
                              WHERE i.account_id = a.id AND i.finished_at IS NULL)
          """);
  private static final Query INSERT_LINE =
      Query.named(
          "portability.import-line",
          "INSERT INTO import_line (import_id, position, target, options) VALUES ($1, $2, $3, $4)");
  private static final Query LATEST =
      Query.named(
          "portability.imports",
          "SELECT * FROM import WHERE account_id = $1 ORDER BY id DESC LIMIT 10");
  private static final Query LINES =
      Query.named(
          "portability.import-lines",
          """
          SELECT position, target, options FROM import_line
           WHERE import_id = $1 ORDER BY position LIMIT $2
          """);
  private static final Query DROP =
      Query.named(
          "portability.import-drop",
          "DELETE FROM import_line WHERE import_id = $1 AND position <= $2");
  private static final Query COUNT =
      Query.named(
          "portability.import-count",
          """
          UPDATE import SET done = done + $2, failed = failed + $3,
                 finished_at = CASE WHEN $4 THEN now() END
           WHERE id = $1
          """);

  /** A list, and what became of it so far. */
  record Import(
      long id, String kind, int total, int done, int failed, Instant createdAt, boolean finished) {
    static Import of(Row row) {
      return new Import(
          row.getLong("id"),
          row.getString("kind"),
          row.getInteger("total"),
          row.getInteger("done"),
          row.getInteger("failed"),
          row.getOffsetDateTime("created_at").toInstant(),
          row.getOffsetDateTime("finished_at") != null);
    }
  }

  /** A line that waits for its turn. */
  record Waiting(int position, String target, JsonObject options) {}

  private ImportRepository() {}

  /** Whether it was added: not while another one is under way. */
  static Future<Boolean> insert(
      Sql tx, long id, long account, ImportKind kind, List<ImportKind.Line> lines) {
    return tx.update(INSERT, id, account, kind.wire(), lines.size())
        .compose(
            added -> added == 0 ? Future.succeededFuture(false) : insertLines(tx, id, lines, 0));
  }

  private static Future<Boolean> insertLines(
      Sql tx, long id, List<ImportKind.Line> lines, int from) {
    if (from >= lines.size()) {
      return Future.succeededFuture(true);
    }
    List<Tuple> batch = new ArrayList<>();
    for (int at = from; at < Math.min(from + BATCH, lines.size()); at++) {
      batch.add(Tuple.of(id, at, lines.get(at).target(), lines.get(at).options()));
    }
    return tx.batch(INSERT_LINE, batch)
        .compose(added -> insertLines(tx, id, lines, from + batch.size()));
  }

  static Future<List<Import>> of(Sql sql, long account) {
    return sql.list(LATEST, Import::of, account);
  }

  static Future<List<Waiting>> lines(Sql sql, long id, int most) {
    return sql.list(
        LINES,
        row ->
            new Waiting(
                row.getInteger("position"),
                row.getString("target"),
                Optional.ofNullable(row.getJsonObject("options")).orElseGet(JsonObject::new)),
        id,
        most);
  }

  static Future<Integer> drop(Sql tx, long id, int until) {
    return tx.update(DROP, id, until);
  }

  static Future<Integer> count(Sql tx, long id, int done, int failed, boolean finished) {
    return tx.update(COUNT, id, done, failed, finished);
  }
}
