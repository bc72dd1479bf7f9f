package org.flashcrowd.timelines;

import org.flashcrowd.db.PagedQuery;
import org.flashcrowd.db.Query;

/** The statements of home feeds. What belongs into one is said once, by home_statuses(). */
final class FeedQueries {
  private FeedQueries() {}

  // Index-only on home_feed; the reader's own posts are read where they are, so that they are in
  // the feed as soon as they exist. A full page of rows bounds how far back those can matter.
  static final PagedQuery READ =
      PagedQuery.named(
          "timelines.home",
          """
          WITH pushed AS MATERIALIZED (
            SELECT h.status_id, h.reblog_of_id
              FROM home_feed h
             WHERE h.account_id = $4 AND h.status_id < $1 AND h.status_id > $2
               AND h.author_id NOT IN (SELECT account_id FROM hidden_accounts($4))
               AND (h.reblog_author_id IS NULL
                    OR h.reblog_author_id NOT IN (SELECT account_id FROM hidden_accounts($4)))
             ORDER BY h.status_id :direction
             LIMIT $3
          ), span AS (
            SELECT CASE WHEN count(*) < $3 THEN 0 ELSE min(status_id) END AS low,
                   CASE WHEN count(*) < $3 THEN 9223372036854775807 ELSE max(status_id) END AS high,
                   'DESC' = ':direction' AS downwards
              FROM pushed
          ), own AS (
            SELECT s.id, s.reblog_of_id
              FROM status s
             WHERE s.account_id = $4 AND s.deleted_at IS NULL AND s.id < $1 AND s.id > $2
               AND s.id >= (SELECT CASE WHEN downwards THEN low ELSE 0 END FROM span)
               AND s.id <= (SELECT CASE WHEN downwards THEN 9223372036854775807 ELSE high END FROM span)
             ORDER BY s.id :direction
             LIMIT $3
          ), page AS (
            SELECT * FROM pushed UNION ALL SELECT * FROM own ORDER BY status_id :direction LIMIT $3
          )
          SELECT st.built_at IS NOT NULL
                   AND st.kept_until > now() + interval '1 minute' AS kept,
                 st.kept_until < now() + $5 * interval '1 s' - interval '1 day' AS fading,
                 page.status_id, page.reblog_of_id,
                 ARRAY(SELECT f.target_id
                         FROM pulled_author p
                         JOIN follow f ON f.account_id = $4 AND f.target_id = p.account_id)
                   AS pulled,
                 ARRAY(SELECT f.tag_id
                         FROM pulled_tag p
                         JOIN tag_follow f ON f.account_id = $4 AND f.tag_id = p.tag_id)
                   AS pulled_tags
            FROM (SELECT) one
            LEFT JOIN home_feed_state st ON st.account_id = $4
            LEFT JOIN page ON true
           ORDER BY page.status_id :direction
          """);

  // Of each author, and with each tag, the posts that come first, and no more than can be in the
  // page together; of a tag four candidates for each, since most of what strangers post may be
  // hidden, or nothing may be.
  static final PagedQuery GATHER_PULLED =
      PagedQuery.named(
          "timelines.gather-pulled",
          """
          SELECT s.id AS status_id, s.reblog_of_id
            FROM (SELECT s.id, s.reblog_of_id
                    FROM unnest($5::bigint[]) AS author (id)
                   CROSS JOIN LATERAL (
                     SELECT s.id, s.reblog_of_id
                       FROM home_statuses($4) s
                      WHERE s.account_id = author.id AND s.id < $1 AND s.id > $2
                      ORDER BY s.id :direction
                      LIMIT $3) s
                  UNION
                  SELECT s.id, s.reblog_of_id
                    FROM unnest($6::bigint[]) AS tag (id)
                   CROSS JOIN LATERAL (
                     SELECT u.status_id
                       FROM status_tag u
                      WHERE u.tag_id = tag.id AND u.status_id < $1 AND u.status_id > $2
                      ORDER BY u.status_id :direction
                      LIMIT 4 * $3) c
                   CROSS JOIN LATERAL (
                     SELECT h.id, h.reblog_of_id
                       FROM home_statuses($4) h WHERE h.id = c.status_id) s) s
           ORDER BY s.id :direction
           LIMIT $3
          """);

  static final Query OPEN =
      Query.named(
          "timelines.open",
          """
          INSERT INTO home_feed_state (account_id, kept_until)
          VALUES ($1, now() + $2 * interval '1 s')
          ON CONFLICT (account_id) DO UPDATE
            SET kept_until = excluded.kept_until, built_at = NULL
          """);

  static final Query BUILT =
      Query.named(
          "timelines.built",
          """
          UPDATE home_feed_state SET built_at = now() WHERE account_id = $1
          """);

  // Not a feed that fan-out may have given up already: it has a hole and wants rebuilding.
  static final Query EXTEND =
      Query.named(
          "timelines.extend",
          """
          UPDATE home_feed_state SET kept_until = now() + $2 * interval '1 s'
           WHERE account_id = $1 AND kept_until > now() + interval '1 minute'
          """);

  private static final String FOLLOWERS =
      """
      SELECT f.account_id FROM follow f
       WHERE f.target_id = $2 AND f.account_id > $3 AND f.account_id <= $4
      """;

  static final Query PUSH = push("timelines.push", FOLLOWERS);
  static final Query TRIM = trim("timelines.trim", FOLLOWERS);

  /**
   * Writes the post {@code $1} to the feeds of readers. By account id, so that two of them never
   * wait for each other in a circle.
   *
   * @param readers selects account_id; of $2, above $3, up to $4
   */
  static Query push(String name, String readers) {
    return Query.named(
        name,
        """
        INSERT INTO home_feed (account_id, status_id, author_id, reblog_of_id, reblog_author_id)
        SELECT f.account_id, s.id, s.account_id, s.reblog_of_id, o.account_id
          FROM (:readers) f
          JOIN home_feed_state h ON h.account_id = f.account_id AND h.kept_until > now()
         CROSS JOIN LATERAL home_statuses(f.account_id) s
          LEFT JOIN status o ON o.id = s.reblog_of_id
         WHERE s.id = $1 AND s.account_id <> f.account_id
         ORDER BY f.account_id
        ON CONFLICT DO NOTHING
        """
            .replace(":readers", readers));
  }

  /**
   * Cuts the feeds of some of the readers of {@link #push}. One feed in 32, a different one for
   * each post: a feed is cut after 32 posts on average, for a thirty-second of the cost. A feed
   * that nobody looked at for so long is emptied.
   */
  static Query trim(String name, String readers) {
    return Query.named(
        name,
        """
        DELETE FROM home_feed h
         USING (SELECT f.account_id,
                       CASE WHEN st.kept_until > now()
                            THEN (SELECT e.status_id FROM home_feed e
                                   WHERE e.account_id = f.account_id
                                   ORDER BY e.status_id DESC OFFSET $5 LIMIT 1)
                            ELSE 9223372036854775807 END AS last
                  FROM (:readers) f
                  JOIN home_feed_state st ON st.account_id = f.account_id
                 WHERE hashint8extended(f.account_id, $1) & 31 = 0) full_feed
         WHERE h.account_id = full_feed.account_id AND h.status_id <= full_feed.last
        """
            .replace(":readers", readers));
  }

  static final Query WITHDRAW =
      Query.named(
          "timelines.withdraw",
          """
          DELETE FROM home_feed h
           USING follow f
           WHERE f.target_id = $2 AND f.account_id > $3 AND f.account_id <= $4
             AND h.account_id = f.account_id AND h.status_id = $1
          """);

  // What a chunk of a fan-out writes must be there, or not be there, when a change of the rule is
  // worked into a feed: chunks share the lock of their author, and who forgets that author takes it
  // for a moment. The first number sets these locks apart from others.
  static final Query SHARE_AUTHOR =
      Query.named(
          "timelines.share-author",
          "SELECT pg_advisory_xact_lock_shared(1002, hashint8($1::bigint))");

  static final Query LOCK_AUTHOR =
      Query.named(
          "timelines.lock-author", "SELECT pg_advisory_xact_lock(1002, hashint8($1::bigint))");

  // One change of a whole feed at a time.
  static final Query LOCK_FEED =
      Query.named(
          "timelines.lock-feed", "SELECT pg_advisory_xact_lock(1003, hashint8($1::bigint))");

  // What the rule says now, not what happened: whoever follows again meanwhile keeps the posts, and
  // a followed tag keeps those that have it.
  static final Query FORGET =
      Query.named(
          "timelines.forget",
          """
          DELETE FROM home_feed h
           WHERE h.account_id = $1 AND (h.author_id = $2 OR h.reblog_author_id = $2)
             AND NOT EXISTS (SELECT FROM home_statuses($1) s WHERE s.id = h.status_id)
          """);

  static final Query PRUNE =
      Query.named(
          "timelines.prune",
          """
          DELETE FROM home_feed h
           WHERE h.account_id = $1
             AND NOT EXISTS (SELECT FROM home_statuses($1) s WHERE s.id = h.status_id)
          """);

  static final Query BACKFILL =
      Query.named(
          "timelines.backfill",
          """
          INSERT INTO home_feed (account_id, status_id, author_id, reblog_of_id, reblog_author_id)
          SELECT $1, s.id, s.account_id, s.reblog_of_id, o.account_id
            FROM (SELECT c.id FROM status c WHERE c.account_id = $2 ORDER BY c.id DESC LIMIT $3) c
           CROSS JOIN LATERAL (SELECT h.id, h.account_id, h.reblog_of_id
                                 FROM home_statuses($1) h WHERE h.id = c.id) s
            LEFT JOIN status o ON o.id = s.reblog_of_id
           WHERE EXISTS (SELECT FROM home_feed_state st
                          WHERE st.account_id = $1 AND st.kept_until > now())
             AND NOT EXISTS (SELECT FROM pulled_author p WHERE p.account_id = $2 AND NOT p.leaving)
          ON CONFLICT DO NOTHING
          """);
}
