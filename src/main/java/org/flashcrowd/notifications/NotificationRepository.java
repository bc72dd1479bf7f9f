package org.flashcrowd.notifications;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.db.Page;
import org.flashcrowd.db.PagedQuery;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;

/** The statements that read and dismiss notifications. */
final class NotificationRepository {
  private static final String COLUMNS =
      """
      SELECT n.id, n.type, n.from_account_id, n.status_id, n.report_id, n.warning_id, n.group_key,
             n.created_at,
             coalesce((SELECT g.count FROM notification_group g
                        WHERE n.group_key NOT LIKE 'ungrouped-%'
                          AND g.account_id = n.account_id AND g.type = n.type
                          AND g.subject_id = coalesce(n.status_id, n.account_id)
                          AND g.hour = split_part(n.group_key, '-', 3)::integer), 1) AS count
        FROM told_notifications(:viewer) n
      """;

  private static final PagedQuery PAGE =
      PagedQuery.named(
          "notifications.page",
          COLUMNS.replace(":viewer", "$4")
              + """
               WHERE n.id < $1 AND n.id > $2 AND n.type = ANY ($5)
                 AND ($6::bigint IS NULL OR n.from_account_id = $6)
                 AND (NOT n.filtered OR $7)
               ORDER BY n.id :direction
               LIMIT $3
              """);

  private static final Query ONE =
      Query.named("notifications.one", COLUMNS.replace(":viewer", "$1") + " WHERE n.id = $2");

  private static final Query UNREAD =
      Query.named(
          "notifications.unread",
          """
          SELECT count(*) AS count
            FROM (SELECT
                    FROM listed_notifications($1) n
                   WHERE n.id > coalesce((SELECT m.last_read_id FROM marker m
                                           WHERE m.account_id = $1
                                             AND m.timeline = 'notifications'), 0)
                     AND n.type = ANY ($2)
                     AND ($3::bigint IS NULL OR n.from_account_id = $3)
                   ORDER BY n.id DESC
                   LIMIT $4) unread
          """);

  // In parts, so that no statement grows with how long somebody has not cleared. What is older than
  // Happening looks back is deleted, the rest kept from being told again.
  private static final Query CLEAR =
      Query.named(
          "notifications.clear",
          """
          WITH cleared AS MATERIALIZED (
            SELECT n.id, n.created_at < now() - interval '4 days' AS old
              FROM notification n
             WHERE n.account_id = $1 AND n.id <= $2
               AND (NOT n.dismissed OR n.created_at < now() - interval '4 days')
             ORDER BY n.id DESC LIMIT $3
          ), gone AS (
            DELETE FROM notification WHERE id = ANY (ARRAY (SELECT id FROM cleared WHERE old))
          ), hidden AS (
            UPDATE notification SET dismissed = true
             WHERE id = ANY (ARRAY (SELECT id FROM cleared WHERE NOT old))
          )
          SELECT count(*)::int AS count FROM cleared
          """);

  private static final Query DISMISS =
      Query.named(
          "notifications.dismiss",
          """
          UPDATE notification SET dismissed = true
           WHERE account_id = $1 AND id = $2 AND NOT dismissed
          """);

  Future<List<Notification>> page(Sql sql, long account, Page page, NotificationFilter filter) {
    return PAGE.list(
        sql, page, Notification::of, account, filter.typeNames(), filter.from(), filter.filtered());
  }

  Future<Optional<Notification>> one(Sql sql, long account, long id) {
    return sql.first(ONE, Notification::of, account, id);
  }

  /** How many are newer than the marker, at most {@code limit}. */
  Future<Integer> unread(Sql sql, long account, NotificationFilter filter, int limit) {
    return sql.first(
            UNREAD,
            row -> row.getInteger("count"),
            account,
            filter.typeNames(),
            filter.from(),
            limit)
        .map(count -> count.orElse(0));
  }

  /** Clears some of those up to an id; how many. */
  Future<Integer> clear(Sql sql, long account, long upTo, int most) {
    return sql.first(CLEAR, row -> row.getInteger("count"), account, upTo, most)
        .map(count -> count.orElse(0));
  }

  Future<Integer> dismiss(Sql sql, long account, long id) {
    return sql.update(DISMISS, account, id);
  }
}
