package org.flashcrowd.notifications;

import io.vertx.core.Future;
import java.util.List;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;

/** The statements that tell staff of the server's affairs. */
final class StaffRepository {
  private static final Query STAFF =
      Query.named(
          "notifications.staff",
          """
          SELECT id FROM account WHERE role <> 'user' AND suspended_at IS NULL AND id > $1
           ORDER BY id
           LIMIT $2
          """);

  private static final Query REPORT =
      Writing.named(
          "notifications.report",
          """
          WITH news AS (
            SELECT told.id, told.account_id, 'admin.report' AS type,
                   $2::bigint AS from_account_id, NULL::bigint AS status_id,
                   $1::bigint AS report_id, 'ungrouped-' || told.id AS group_key,
                   now() AS created_at, false AS filtered
              FROM unnest($3::bigint[], $4::bigint[]) AS told (account_id, id)
             WHERE told.account_id <> $2
          )
          """);

  Future<List<Long>> staff(Sql tx, long after, int limit) {
    return tx.list(STAFF, row -> row.getLong("id"), after, limit);
  }

  Future<List<Told>> report(Sql tx, long report, long reporter, List<Long> staff, Long[] fresh) {
    return tx.list(REPORT, Told::of, report, reporter, staff.toArray(Long[]::new), fresh);
  }
}
