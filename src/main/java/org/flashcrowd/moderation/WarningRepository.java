package org.flashcrowd.moderation;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/** The rows of warnings. */
final class WarningRepository {
  private static final Query INSERT =
      Query.named(
          "moderation.warn",
          """
          INSERT INTO account_warning (id, account_id, target_id, report_id, action, text, status_ids)
          VALUES ($1, $2, $3, $4, $5, $6, $7)
          """);
  private static final Query BY_IDS =
      Query.named(
          "moderation.warnings",
          """
          SELECT id, target_id, report_id, action, text, status_ids, created_at
            FROM account_warning WHERE id = ANY ($1)
          """);

  /** A warning as it was given. */
  record Given(long id, long target, Instant at, Warning warning) {}

  Future<Integer> insert(Sql tx, long id, @Nullable Long moderator, long target, Warning warning) {
    return tx.update(
        INSERT,
        id,
        moderator,
        target,
        warning.report(),
        warning.action(),
        warning.text(),
        warning.statuses().toArray(Long[]::new));
  }

  /** In no particular order; missing ones are left out. */
  Future<List<Given>> byIds(Sql sql, Collection<Long> ids) {
    return ids.isEmpty()
        ? Future.succeededFuture(List.of())
        : sql.list(BY_IDS, WarningRepository::given, (Object) ids.toArray(Long[]::new));
  }

  private static Given given(Row row) {
    return new Given(
        row.getLong("id"),
        row.getLong("target_id"),
        row.getOffsetDateTime("created_at").toInstant(),
        new Warning(
            row.getString("action"),
            row.getLong("report_id"),
            row.getString("text"),
            List.of(row.getArrayOfLongs("status_ids"))));
  }
}
