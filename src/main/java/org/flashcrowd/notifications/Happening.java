package org.flashcrowd.notifications;

import org.flashcrowd.db.Query;

/**
 * What many people may do to one subject within a moment. Told from where it is recorded and not
 * event by event: one statement tells of everything since the last hour but one that was told.
 *
 * <p>It counts all of it into {@code notification_group}, by the hour, and lists the first {@code
 * $6} of each hour. Repeating it changes nothing, and it misses nothing that commits late.
 *
 * @param type what it is listed as
 * @param tell the statement that tells of it
 */
record Happening(NotificationType type, Query tell) {
  // $1 who is told, $2 the subject, $3 the type, $4 an id of this moment, $5 the status or null,
  // $6 how many of an hour are listed, $7 new ids. What is older than three days is no news: it
  // was there before anybody counted.
  private static final String TELL =
      """
      WITH since AS (
        SELECT greatest((SELECT max(g.hour) - 1 FROM notification_group g
                          WHERE g.account_id = $1 AND g.type = $3 AND g.subject_id = $2),
                        hour_of($4) - 72) AS hour
      ), happened AS MATERIALIZED (
        SELECT e.id, e.account_id, hour_of(e.id) AS hour,
               row_number() OVER (PARTITION BY hour_of(e.id) ORDER BY e.id) AS rank
          FROM (:source
                  AND x.id >= (SELECT greatest(since.hour, 0)::bigint * 3600000 << 21 FROM since)
                  AND x.account_id <> $1) e
      ), counted AS (
        INSERT INTO notification_group (account_id, type, subject_id, hour, count)
        SELECT $1, $3, $2, h.hour, count(*) FROM happened h GROUP BY h.hour
        ON CONFLICT (account_id, type, subject_id, hour) DO UPDATE SET count = excluded.count
      ), news AS (
        SELECT h.id, h.account_id, h.hour, row_number() OVER (ORDER BY h.id) AS place
          FROM happened h
         WHERE h.rank <= $6
           AND NOT EXISTS (SELECT FROM unheard_accounts($1) u WHERE u.account_id = h.account_id)
           AND NOT EXISTS (SELECT FROM notification n
                            WHERE n.account_id = $1 AND n.type = $3
                              AND n.from_account_id = h.account_id
                              AND coalesce(n.status_id, 0) = coalesce($5::bigint, 0))
      )
      INSERT INTO notification
        (id, account_id, type, from_account_id, status_id, group_key, created_at)
      SELECT fresh.id, $1, $3, n.account_id, $5, $3 || '-' || $2 || '-' || n.hour,
             to_timestamp(1735689600 + (n.id >> 21) / 1000.0)
        FROM news n
        JOIN unnest($7::bigint[]) WITH ORDINALITY AS fresh (id, place) ON fresh.place = n.place
      ON CONFLICT DO NOTHING
      """;

  static final Happening FAVOURITE =
      of(
          NotificationType.FAVOURITE,
          "SELECT x.id, x.account_id FROM favourite x WHERE x.status_id = $2");

  static final Happening REBLOG =
      of(
          NotificationType.REBLOG,
          "SELECT x.id, x.account_id FROM status x WHERE x.reblog_of_id = $2 AND x.state ="
              + " 'published'");

  static final Happening FOLLOW =
      of(NotificationType.FOLLOW, "SELECT x.id, x.account_id FROM follow x WHERE x.target_id = $2");

  static final Happening FOLLOW_REQUEST =
      of(
          NotificationType.FOLLOW_REQUEST,
          "SELECT x.id, x.account_id FROM follow_request x WHERE x.target_id = $2");

  private static Happening of(NotificationType type, String source) {
    return new Happening(
        type, Query.named("notifications.tell-" + type.wire(), TELL.replace(":source", source)));
  }
}
