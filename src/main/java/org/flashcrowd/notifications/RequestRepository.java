package org.flashcrowd.notifications;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.db.Page;
import org.flashcrowd.db.PagedQuery;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;

/** The statements of what is kept apart, by whose it is. */
final class RequestRepository {
  private static final String COLUMNS =
      """
      SELECT r.id, r.from_account_id, r.last_status_id, r.created_at, r.updated_at, kept.count
        FROM notification_request r
       CROSS JOIN LATERAL (
         SELECT count(*)::int AS count
           FROM (SELECT FROM told_notifications(:viewer) n
                  WHERE n.filtered AND n.from_account_id = r.from_account_id
                  LIMIT 100) hundred) kept
       WHERE r.account_id = :viewer AND kept.count > 0
      """;

  static final PagedQuery PAGE =
      PagedQuery.named(
          "notification-requests.page",
          COLUMNS.replace(":viewer", "$4")
              + " AND r.id < $1 AND r.id > $2 ORDER BY r.id :direction LIMIT $3");

  private static final Query ONE =
      Query.named("notification-requests.one", COLUMNS.replace(":viewer", "$1") + " AND r.id = $2");

  private static final Query SUMMARY =
      Query.named(
          "notification-requests.summary",
          """
          SELECT (SELECT count(*)
                    FROM (SELECT
                            FROM notification_request r
                           WHERE r.account_id = $1
                             AND EXISTS (SELECT FROM told_notifications($1) n
                                          WHERE n.filtered
                                            AND n.from_account_id = r.from_account_id)
                           LIMIT 100) asking)::int AS requests,
                 (SELECT count(*)
                    FROM (SELECT FROM told_notifications($1) n WHERE n.filtered
                           LIMIT 1000) waiting)::int AS notifications
          """);

  private static final Query TAKE =
      Query.named(
          "notification-requests.take",
          """
          DELETE FROM notification_request
           WHERE account_id = $1 AND id = ANY ($2)
          RETURNING from_account_id
          """);

  private static final Query PERMIT =
      Query.named(
          "notification-requests.permit",
          """
          INSERT INTO notification_permission (account_id, from_account_id)
          SELECT $1, f.account_id FROM unnest($2::bigint[]) AS f (account_id) ORDER BY 2
          ON CONFLICT DO NOTHING
          """);

  private static final String SOME =
      """
       WHERE id IN (SELECT n.id FROM notification n
                     WHERE n.account_id = $1 AND n.from_account_id = ANY ($2)
                       AND n.filtered AND NOT n.dismissed
                     LIMIT $3)
      """;
  private static final Query MERGE =
      Query.named("notification-requests.merge", "UPDATE notification SET filtered = false" + SOME);
  private static final Query HIDE =
      Query.named("notification-requests.hide", "UPDATE notification SET dismissed = true" + SOME);

  Future<List<KeptApart>> page(Sql sql, long account, Page page) {
    return PAGE.list(sql, page, KeptApart::of, account);
  }

  Future<Optional<KeptApart>> one(Sql sql, long account, long id) {
    return sql.first(ONE, KeptApart::of, account, id);
  }

  Future<PolicyView.Summary> summary(Sql sql, long account) {
    return sql.first(
            SUMMARY,
            row ->
                new PolicyView.Summary(row.getInteger("requests"), row.getInteger("notifications")),
            account)
        .map(found -> found.orElseGet(() -> new PolicyView.Summary(0, 0)));
  }

  /** Removes requests of an account; whose they were. */
  Future<List<Long>> take(Sql tx, long account, List<Long> ids) {
    return tx.list(TAKE, row -> row.getLong("from_account_id"), account, ids.toArray(Long[]::new));
  }

  Future<Void> permit(Sql tx, long account, List<Long> from) {
    return tx.run(PERMIT, account, from.toArray(Long[]::new)).mapEmpty();
  }

  /** Lists some of what was kept apart; how many. */
  Future<Integer> merge(Sql sql, long account, List<Long> from, int most) {
    return sql.update(MERGE, account, from.toArray(Long[]::new), most);
  }

  /** Dismisses some of what was kept apart; how many. */
  Future<Integer> hide(Sql sql, long account, List<Long> from, int most) {
    return sql.update(HIDE, account, from.toArray(Long[]::new), most);
  }
}
