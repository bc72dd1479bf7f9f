package org.flashcrowd.notifications;

import org.flashcrowd.db.Query;

/**
 * What many people may do to one subject within a moment. Told from where it is recorded and not
 * event by event: one statement tells of everything since the last hour but one that was told.
 *
 * <p>It counts all of it that its reader wants to hear of into {@code notification_group}, by the
 * hour, and lists the first {@code $6} of each hour, as it does with what is kept apart. Repeating
 * it changes nothing, and it misses nothing that commits late.
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
        SELECT e.id, e.account_id, hour_of(e.id) AS hour, j.verdict = 'filter' AS filtered,
               row_number() OVER (PARTITION BY hour_of(e.id), j.verdict ORDER BY e.id) AS rank
          FROM (:source
                  AND x.id >= (SELECT greatest(since.hour, 0)::bigint * 3600000 << 21 FROM since)
                  AND x.:who <> $1) e
         CROSS JOIN LATERAL :judge
         WHERE j.verdict <> 'drop'
           AND NOT EXISTS (SELECT FROM unheard_accounts($1) u WHERE u.account_id = e.account_id)
      ), counted AS (
        INSERT INTO notification_group (account_id, type, subject_id, hour, count)
        SELECT $1, $3, $2, h.hour, count(*) FROM happened h WHERE NOT h.filtered GROUP BY h.hour
        ON CONFLICT (account_id, type, subject_id, hour) DO UPDATE SET count = excluded.count
      ), fresh AS (
        SELECT h.id, h.account_id, h.hour, h.filtered, row_number() OVER (ORDER BY h.id) AS place
          FROM happened h
         WHERE h.rank <= $6
           AND NOT EXISTS (SELECT FROM notification n
                            WHERE n.account_id = $1 AND n.type = $3
                              AND n.from_account_id = h.account_id
                              AND coalesce(n.status_id, n.report_id, n.warning_id, 0)
                                  = coalesce($5::bigint, 0))
      ), news AS (
        SELECT given.id, $1::bigint AS account_id, $3 AS type, f.account_id AS from_account_id,
               $5::bigint AS status_id, NULL::bigint AS report_id, :key AS group_key,
               to_timestamp(1735689600 + (f.id >> 21) / 1000.0) AS created_at, f.filtered
          FROM fresh f
          JOIN unnest($7::bigint[]) WITH ORDINALITY AS given (id, place) ON given.place = f.place
      )
      """;
  private static final String GROUPED = "$3 || '-' || $2::bigint || '-' || f.hour";
  private static final String ALONE = "'ungrouped-' || given.id";
  private static final String AS_ASKED = "judge_notification($1, e.account_id, $5, false) j";
  private static final String ALWAYS = "(SELECT 'accept') AS j (verdict)";

  static final Happening FAVOURITE =
      of(
          NotificationType.FAVOURITE,
          "SELECT x.id, x.account_id FROM favourite x WHERE x.status_id = $2",
          GROUPED);

  static final Happening REBLOG =
      of(
          NotificationType.REBLOG,
          "SELECT x.id, x.account_id FROM status x WHERE x.reblog_of_id = $2 AND x.state ="
              + " 'published'",
          GROUPED);

  static final Happening FOLLOW =
      of(
          NotificationType.FOLLOW,
          "SELECT x.id, x.account_id FROM follow x WHERE x.target_id = $2",
          GROUPED);

  /** Each is decided alone, so each stands alone. */
  static final Happening FOLLOW_REQUEST =
      of(
          NotificationType.FOLLOW_REQUEST,
          "SELECT x.id, x.account_id FROM follow_request x WHERE x.target_id = $2",
          ALONE);

  /** Who is new here, told to staff; nobody's own policy hides the server's affairs. */
  static final Happening SIGN_UP =
      of(
          NotificationType.ADMIN_SIGN_UP,
          TELL.replace(":source", "SELECT x.id, x.id AS account_id FROM account x WHERE $2 = $1")
              .replace(":who", "id")
              .replace(":judge", ALWAYS)
              .replace(":key", GROUPED));

  private static Happening of(NotificationType type, String source, String key) {
    return of(
        type,
        TELL.replace(":source", source)
            .replace(":who", "account_id")
            .replace(":judge", AS_ASKED)
            .replace(":key", key));
  }

  private static Happening of(NotificationType type, String news) {
    return new Happening(type, Writing.named("notifications.tell-" + type.wire(), news));
  }
}
