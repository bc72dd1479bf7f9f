package org.flashcrowd.notifications;

import org.flashcrowd.db.Query;

/**
 * What every statement ends with that writes notifications: each row once, a request for those that
 * are kept apart, and which they are ({@link Told}).
 */
final class Writing {
  private static final String END =
      """
      , written AS (
        INSERT INTO notification (id, account_id, type, from_account_id, status_id, report_id,
                                  group_key, created_at, filtered)
        SELECT w.id, w.account_id, w.type, w.from_account_id, w.status_id, w.report_id,
               w.group_key, w.created_at, w.filtered
          FROM news w
        ON CONFLICT (account_id, type, from_account_id,
                     coalesce(status_id, report_id, warning_id, 0))
          :again
        RETURNING id, account_id, from_account_id, status_id, filtered
      ), asked AS (
        INSERT INTO notification_request (id, account_id, from_account_id, last_status_id)
        SELECT min(w.id), w.account_id, w.from_account_id, max(w.status_id)
          FROM written w
         WHERE w.filtered
         GROUP BY w.account_id, w.from_account_id
         ORDER BY w.account_id, w.from_account_id
        ON CONFLICT (account_id, from_account_id) DO UPDATE
          SET updated_at = now(),
              last_status_id = coalesce(excluded.last_status_id,
                                        notification_request.last_status_id)
      )
      SELECT id, account_id, filtered FROM written
      """;

  private Writing() {}

  /**
   * @param news a {@code WITH} clause, the last part of which is {@code news}: the rows to write
   */
  static Query named(String name, String news) {
    return Query.named(name, news + END.replace(":again", "DO NOTHING"));
  }

  /**
   * For what may happen again: a row that is there is told anew, by its new id.
   *
   * @param since what the row must be older than
   */
  static Query renewing(String name, String news, String since) {
    String again =
        """
        DO UPDATE SET id = excluded.id, group_key = excluded.group_key,
                      created_at = excluded.created_at, dismissed = false
           WHERE notification.created_at <\
        """
            + " "
            + since;
    return Query.named(name, news + END.replace(":again", again));
  }
}
