package org.flashcrowd.moderation;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/** The rows of reports. */
final class ReportRepository {
  private static final Query INSERT =
      Query.named(
          "moderation.report-insert",
          """
          INSERT INTO report (id, account_id, target_id, category, comment, status_ids, rule_ids)
          VALUES ($1, $2, $3, $4, $5, $6, $7)
          RETURNING *
          """);

  Future<Report> insert(Sql tx, long id, long account, NewReport report) {
    return tx.first(
            INSERT,
            ReportRepository::report,
            id,
            account,
            report.target(),
            report.category().wire(),
            report.comment(),
            report.statuses().toArray(Long[]::new),
            report.rules().toArray(Long[]::new))
        .map(Optional::orElseThrow);
  }

  static Report report(Row row) {
    return new Report(
        row.getLong("id"),
        row.getLong("account_id"),
        row.getLong("target_id"),
        Category.of(row.getString("category")).orElse(Category.OTHER),
        row.getString("comment"),
        Arrays.asList(row.getArrayOfLongs("status_ids")),
        Arrays.asList(row.getArrayOfLongs("rule_ids")),
        new Report.Handling(
            row.getLong("assigned_id"),
            row.getLong("action_taken_id"),
            instant(row.getOffsetDateTime("action_taken_at")),
            row.getOffsetDateTime("created_at").toInstant(),
            row.getOffsetDateTime("updated_at").toInstant()));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
