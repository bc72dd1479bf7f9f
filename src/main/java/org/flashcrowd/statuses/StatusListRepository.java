package org.flashcrowd.statuses;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.db.Page;
import org.flashcrowd.db.PagedQuery;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.flashcrowd.text.RichText;
import org.jspecify.annotations.Nullable;

/** Which posts and accounts stand in a list, by their keys. */
final class StatusListRepository {
  private static final String WITHOUT =
      """
         AND (NOT $6 OR s.in_reply_to_account_id IS NULL
              OR s.in_reply_to_account_id = s.account_id)
         AND (NOT $7 OR s.reblog_of_id IS NULL)
      """;
  static final PagedQuery OF_ACCOUNT =
      PagedQuery.named(
          "statuses.of-account",
          """
          SELECT s.id
            FROM visible_statuses($4) s
           WHERE s.account_id = $5 AND s.id < $1 AND s.id > $2
          """
              + WITHOUT
              + " ORDER BY s.id :direction LIMIT $3");
  // Has an index of its own, as the next one has: somebody may have a photo or a tag once in a
  // hundred thousand posts.
  static final PagedQuery MEDIA_OF_ACCOUNT =
      PagedQuery.named(
          "statuses.media-of-account",
          """
          SELECT s.id
            FROM visible_statuses($4) s
           WHERE s.account_id = $5 AND s.media_count > 0 AND s.id < $1 AND s.id > $2
          """
              + WITHOUT
              + " ORDER BY s.id :direction LIMIT $3");
  static final PagedQuery TAGGED_OF_ACCOUNT =
      PagedQuery.named(
          "statuses.tagged-of-account",
          """
          SELECT t.status_id AS id
            FROM status_tag t
           CROSS JOIN LATERAL (SELECT * FROM visible_statuses($4) v WHERE v.id = t.status_id) s
           WHERE t.account_id = $5 AND t.tag_id = (SELECT g.id FROM tag g WHERE g.name = $8)
             AND t.status_id < $1 AND t.status_id > $2 AND (NOT $9 OR s.media_count > 0)
          """
              + WITHOUT
              + " ORDER BY t.status_id :direction LIMIT $3");
  static final PagedQuery PINNED =
      PagedQuery.named(
          "statuses.pinned",
          """
          SELECT p.id AS key, p.status_id AS of
            FROM status_pin p
           WHERE p.account_id = $5 AND p.id < $1 AND p.id > $2
             AND EXISTS (SELECT FROM visible_statuses($4) s WHERE s.id = p.status_id)
           ORDER BY p.id :direction LIMIT $3
          """);
  static final PagedQuery FAVOURITES =
      PagedQuery.named(
          "statuses.favourites",
          """
          SELECT f.id AS key, f.status_id AS of
            FROM favourite f
           WHERE f.account_id = $4 AND f.id < $1 AND f.id > $2
             AND EXISTS (SELECT FROM visible_statuses($4) s WHERE s.id = f.status_id)
           ORDER BY f.id :direction LIMIT $3
          """);
  static final PagedQuery BOOKMARKS =
      PagedQuery.named(
          "statuses.bookmarks",
          """
          SELECT b.id AS key, b.status_id AS of
            FROM bookmark b
           WHERE b.account_id = $4 AND b.id < $1 AND b.id > $2
             AND EXISTS (SELECT FROM visible_statuses($4) s WHERE s.id = b.status_id)
           ORDER BY b.id :direction LIMIT $3
          """);
  static final PagedQuery FAVOURITED_BY =
      PagedQuery.named(
          "statuses.favourited-by",
          """
          SELECT f.id AS key, f.account_id AS of
            FROM favourite f JOIN account a ON a.id = f.account_id AND a.suspended_at IS NULL
           WHERE f.status_id = $4 AND f.id < $1 AND f.id > $2
             AND NOT EXISTS (SELECT FROM block b
                              WHERE (b.account_id = $5 AND b.target_id = f.account_id)
                                 OR (b.account_id = f.account_id AND b.target_id = $5))
           ORDER BY f.id :direction LIMIT $3
          """);
  static final PagedQuery REBLOGGED_BY =
      PagedQuery.named(
          "statuses.reblogged-by",
          """
          SELECT s.id AS key, s.account_id AS of
            FROM visible_statuses($5) s
           WHERE s.reblog_of_id = $4 AND s.id < $1 AND s.id > $2
             AND NOT EXISTS (SELECT FROM block b
                              WHERE b.account_id = $5 AND b.target_id = s.account_id)
           ORDER BY s.id :direction LIMIT $3
          """);
  private static final Query VISIBLE =
      Query.named(
          "statuses.visible",
          """
          SELECT coalesce(s.reblog_of_id, s.id) AS id FROM visible_statuses($1) s WHERE s.id = $2
          """);
  // Upwards one row a step; what the viewer may not see is left out, and the walk goes on.
  static final Query ANCESTORS =
      Query.named(
          "statuses.ancestors",
          """
          WITH RECURSIVE chain (id, steps) AS (
            SELECT s.in_reply_to_id, 1 FROM status s WHERE s.id = $2
            UNION ALL
            SELECT s.in_reply_to_id, c.steps + 1
              FROM chain c JOIN status s ON s.id = c.id
             WHERE c.steps < $3
          )
          SELECT v.id FROM chain c JOIN visible_statuses($1) v ON v.id = c.id
           ORDER BY c.steps DESC
          """);
  // Downwards level by level: PostgreSQL stops the recursion once $4 rows have been read of it, so
  // that the longest conversation costs no more than what is shown of it. Under an answer that the
  // viewer may not see, or of somebody they do not want to see, nothing is read.
  static final Query DESCENDANTS =
      Query.named(
          "statuses.descendants",
          """
          WITH RECURSIVE tree (id, path) AS (
            SELECT $2::bigint, ARRAY[]::bigint[]
            UNION ALL
            SELECT reply.id, t.path || reply.id
              FROM tree t
              CROSS JOIN LATERAL (
                SELECT s.id
                  FROM visible_statuses($1) s
                 WHERE s.in_reply_to_id = t.id
                   AND NOT EXISTS (SELECT FROM block b
                                    WHERE b.account_id = $1 AND b.target_id = s.account_id)
                   AND NOT EXISTS (SELECT FROM mute m
                                    WHERE m.account_id = $1 AND m.target_id = s.account_id
                                      AND (m.expires_at IS NULL OR m.expires_at > now()))
                 ORDER BY s.id LIMIT $4
              ) reply
             WHERE cardinality(t.path) < $3
          ), nearest AS (
            SELECT id, path FROM tree LIMIT $4 + 1
          )
          SELECT id FROM nearest WHERE path <> '{}' ORDER BY path
          """);

  /**
   * One entry of a list.
   *
   * @param key what the list is ordered by
   * @param of the post or account
   */
  record Entry(long key, long of) {}

  Future<List<Long>> ofAccount(
      Sql sql, @Nullable Long viewer, long account, StatusLists.Filter filter, Page page) {
    String tag = filter.tag();
    if (tag == null) {
      return (filter.onlyMedia() ? MEDIA_OF_ACCOUNT : OF_ACCOUNT)
          .list(
              sql,
              page,
              row -> row.getLong("id"),
              viewer,
              account,
              filter.excludeReplies(),
              filter.excludeReblogs());
    }
    return TAGGED_OF_ACCOUNT.list(
        sql,
        page,
        row -> row.getLong("id"),
        viewer,
        account,
        filter.excludeReplies(),
        filter.excludeReblogs(),
        RichText.tagKey(tag),
        filter.onlyMedia());
  }

  Future<List<Entry>> pinned(Sql sql, @Nullable Long viewer, long account, Page page) {
    return PINNED.list(sql, page, StatusListRepository::entry, viewer, account);
  }

  Future<List<Entry>> favourites(Sql sql, long viewer, Page page) {
    return FAVOURITES.list(sql, page, StatusListRepository::entry, viewer);
  }

  Future<List<Entry>> bookmarks(Sql sql, long viewer, Page page) {
    return BOOKMARKS.list(sql, page, StatusListRepository::entry, viewer);
  }

  Future<List<Entry>> favouritedBy(Sql sql, @Nullable Long viewer, long status, Page page) {
    return FAVOURITED_BY.list(sql, page, StatusListRepository::entry, status, viewer);
  }

  Future<List<Entry>> rebloggedBy(Sql sql, @Nullable Long viewer, long status, Page page) {
    return REBLOGGED_BY.list(sql, page, StatusListRepository::entry, status, viewer);
  }

  private static Entry entry(Row row) {
    return new Entry(row.getLong("key"), row.getLong("of"));
  }

  /** The post, or what it boosts; empty when the viewer may not see it. */
  Future<Optional<Long>> visible(Sql sql, @Nullable Long viewer, long id) {
    return sql.first(VISIBLE, row -> row.getLong("id"), viewer, id);
  }

  /** The topmost first. */
  Future<List<Long>> ancestors(Sql sql, @Nullable Long viewer, long status, int most) {
    return sql.list(ANCESTORS, row -> row.getLong("id"), viewer, status, most);
  }

  /** Each answer right before the answers to it. */
  Future<List<Long>> descendants(
      Sql sql, @Nullable Long viewer, long status, int levels, int most) {
    return sql.list(DESCENDANTS, row -> row.getLong("id"), viewer, status, levels, most);
  }
}
