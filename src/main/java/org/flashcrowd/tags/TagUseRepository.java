package org.flashcrowd.tags;

import io.vertx.core.Future;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;

/** The rows that tell how often tags are used. */
final class TagUseRepository {
  // The first number sets these locks apart from others.
  private static final Query LOCK =
      Query.named("tags.lock-counting", "SELECT pg_advisory_xact_lock(1001, hashint8($1::bigint))");

  private static final String COUNTED =
      """
      SELECT t.tag_id, s.account_id, (s.created_at AT TIME ZONE 'UTC')::date AS day
        FROM status s
        JOIN account a ON a.id = s.account_id AND a.silenced_at IS NULL AND a.suspended_at IS NULL
        JOIN status_tag t ON t.status_id = s.id
       WHERE s.id = $1 AND s.state = 'published' AND s.visibility = 'public'
         AND s.reblog_of_id IS NULL AND s.deleted_at IS NULL
      """;
  // Locks the days in the order of their keys, so that two posts with the same tags do not wait for
  // each other in a circle.
  private static final Query OPEN_DAYS =
      Query.named(
          "tags.open-days",
          """
          INSERT INTO tag_day (tag_id, day)
          SELECT tag_id, day
            FROM (SELECT u.tag_id, u.day FROM tag_use u WHERE u.status_id = $1
                  UNION
                  SELECT c.tag_id, c.day FROM (
          """
              + COUNTED
              + """
                      ) c) touched
               ORDER BY tag_id, day
              ON CONFLICT (tag_id, day) DO UPDATE SET uses = tag_day.uses
              """);
  private static final Query COUNT =
      Query.named(
          "tags.count",
          "WITH counted AS ("
              + COUNTED
              + """
              ), gone AS (
                DELETE FROM tag_use u
                 WHERE u.status_id = $1
                   AND NOT EXISTS (SELECT FROM counted c WHERE c.tag_id = u.tag_id)
                RETURNING u.tag_id, u.account_id, u.day
              ), fresh AS (
                INSERT INTO tag_use AS u (status_id, tag_id, account_id, day)
                SELECT $1, c.tag_id, c.account_id, c.day FROM counted c
                ON CONFLICT DO NOTHING
                RETURNING u.tag_id, u.account_id, u.day
              ), change AS (
                SELECT tag_id, account_id, day, -1 AS by FROM gone
                UNION ALL
                SELECT tag_id, account_id, day, 1 AS by FROM fresh
              ), featured AS (
                UPDATE featured_tag f
                   SET statuses_count = greatest(f.statuses_count + c.by, 0)
                  FROM change c
                 WHERE f.account_id = c.account_id AND f.tag_id = c.tag_id
              )
              UPDATE tag_day d
                 SET uses = d.uses + c.by,
                     accounts = d.accounts
                       + CASE WHEN EXISTS (SELECT FROM tag_use o
                                            WHERE o.tag_id = c.tag_id AND o.day = c.day
                                              AND o.account_id = c.account_id
                                              AND o.status_id <> $1)
                              THEN 0 ELSE c.by END
                FROM change c
               WHERE d.tag_id = c.tag_id AND d.day = c.day
              """);

  /** Until the transaction ends no other of the account's posts is counted. */
  Future<Void> lock(Sql tx, long account) {
    return tx.run(LOCK, account).mapEmpty();
  }

  /** Makes what is counted of a post what it says now. */
  Future<Void> count(Sql tx, long status) {
    return tx.update(OPEN_DAYS, status)
        .compose(open -> open == 0 ? Future.succeededFuture(0) : tx.update(COUNT, status))
        .mapEmpty();
  }
}
