package org.flashcrowd.timelines;

import org.flashcrowd.db.Query;

/** The statements that bring followed tags into home feeds. */
final class TagFeedQueries {
  private TagFeedQueries() {}

  // Noted before the first post is left out of the feeds: from this commit on readers pull.
  static final Query NOTE_PULLED =
      Query.named(
          "timelines.note-pulled-tags",
          """
          INSERT INTO pulled_tag (tag_id)
          SELECT t.tag_id
            FROM status_tag t
           WHERE t.status_id = $1
             AND NOT EXISTS (SELECT FROM pulled_tag p WHERE p.tag_id = t.tag_id)
             AND (SELECT count(*)
                    FROM (SELECT FROM tag_follow f WHERE f.tag_id = t.tag_id LIMIT $2 + 1) many) > $2
           ORDER BY t.tag_id
          ON CONFLICT DO NOTHING
          """);

  // Everybody once, however many of a post's tags they follow. $2 is the post.
  private static final String FOLLOWERS =
      """
      SELECT DISTINCT f.account_id
        FROM status_tag t
        JOIN tag_follow f ON f.tag_id = t.tag_id AND f.account_id > $3 AND f.account_id <= $4
       WHERE t.status_id = $2
         AND NOT EXISTS (SELECT FROM pulled_tag p WHERE p.tag_id = t.tag_id)
      """;

  static final Query PUSH = FeedQueries.push("timelines.push-tagged", FOLLOWERS);
  static final Query TRIM = FeedQueries.trim("timelines.trim-tagged", FOLLOWERS);

  static final Query BOUNDS =
      Query.named(
          "timelines.tag-follower-bounds",
          """
          SELECT account_id
            FROM (SELECT account_id, row_number() OVER (ORDER BY account_id) AS place
                    FROM (SELECT DISTINCT f.account_id
                            FROM status_tag t JOIN tag_follow f ON f.tag_id = t.tag_id
                           WHERE t.status_id = $1
                             AND NOT EXISTS (SELECT FROM pulled_tag p
                                              WHERE p.tag_id = t.tag_id)) reader) placed
           WHERE place % $2 = 0
           ORDER BY account_id
          """);

  // As of an author: chunks share the locks of a post's tags, and who forgets a tag takes it.
  static final Query SHARE_TAGS =
      Query.named(
          "timelines.share-tags",
          """
          SELECT pg_advisory_xact_lock_shared(1004, hashint8(tag_id))
            FROM (SELECT tag_id FROM status_tag WHERE status_id = $1 ORDER BY tag_id) tags
          """);

  static final Query LOCK_TAG =
      Query.named("timelines.lock-tag", "SELECT pg_advisory_xact_lock(1004, hashint8($1::bigint))");

  static final Query BACKFILL =
      Query.named(
          "timelines.backfill-tag",
          """
          INSERT INTO home_feed (account_id, status_id, author_id, reblog_of_id, reblog_author_id)
          SELECT $1, s.id, s.account_id, NULL, NULL
            FROM (SELECT u.status_id FROM status_tag u
                   WHERE u.tag_id = $2 ORDER BY u.status_id DESC LIMIT $3) c
           CROSS JOIN LATERAL (SELECT h.id, h.account_id
                                 FROM home_statuses($1) h WHERE h.id = c.status_id) s
           WHERE s.account_id <> $1
             AND EXISTS (SELECT FROM home_feed_state st
                          WHERE st.account_id = $1 AND st.kept_until > now())
             AND NOT EXISTS (SELECT FROM pulled_tag p WHERE p.tag_id = $2)
          ON CONFLICT DO NOTHING
          """);

  static final Query FORGET =
      Query.named(
          "timelines.forget-tag",
          """
          DELETE FROM home_feed h
           USING status_tag t
           WHERE h.account_id = $1 AND t.tag_id = $2 AND t.status_id = h.status_id
             AND NOT EXISTS (SELECT FROM home_statuses($1) s WHERE s.id = h.status_id)
          """);
}
