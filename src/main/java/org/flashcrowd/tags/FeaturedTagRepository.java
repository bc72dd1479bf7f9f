package org.flashcrowd.tags;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/** The rows of tags on profiles. */
final class FeaturedTagRepository {
  /** A tag on somebody's profile. */
  record Featured(long id, String username, String name, int statuses, @Nullable LocalDate last) {}

  static final Query OF =
      Query.named(
          "tags.featured",
          """
          SELECT f.id, a.username, t.name, f.statuses_count,
                 (SELECT u.day
                    FROM status_tag s
                    JOIN tag_use u ON u.status_id = s.status_id AND u.tag_id = s.tag_id
                   WHERE s.account_id = f.account_id AND s.tag_id = f.tag_id
                   ORDER BY s.status_id DESC LIMIT 1) AS last
            FROM featured_tag f
            JOIN tag t ON t.id = f.tag_id
            JOIN account a ON a.id = f.account_id AND a.suspended_at IS NULL
           WHERE f.account_id = $1
           ORDER BY f.statuses_count DESC, f.id
          """);
  private static final Query HELD =
      Query.named(
          "tags.featured-count",
          """
          SELECT count(*) AS all, count(*) FILTER (WHERE tag_id = $2) AS this
            FROM featured_tag WHERE account_id = $1
          """);
  // The account is locked against the counting of its posts: from here on they are counted there.
  private static final Query INSERT =
      Query.named(
          "tags.feature",
          """
          INSERT INTO featured_tag (id, account_id, tag_id, statuses_count)
          SELECT $1, $2, $3,
                 (SELECT count(*)
                    FROM status_tag s
                    JOIN tag_use u ON u.status_id = s.status_id AND u.tag_id = s.tag_id
                   WHERE s.account_id = $2 AND s.tag_id = $3)
          """);
  private static final Query REMOVE_TAG =
      Query.named(
          "tags.unfeature", "DELETE FROM featured_tag WHERE account_id = $1 AND tag_id = $2");
  private static final Query REMOVE =
      Query.named(
          "tags.unfeature-by-id", "DELETE FROM featured_tag WHERE account_id = $1 AND id = $2");
  static final Query SUGGESTED =
      Query.named(
          "tags.suggested",
          """
          SELECT u.tag_id
            FROM (SELECT s.id FROM status s
                   WHERE s.account_id = $1 ORDER BY s.id DESC LIMIT 300) latest
            JOIN tag_use u ON u.status_id = latest.id
           WHERE NOT EXISTS (SELECT FROM featured_tag f
                              WHERE f.account_id = $1 AND f.tag_id = u.tag_id)
           GROUP BY u.tag_id
           ORDER BY max(latest.id) DESC, u.tag_id
           LIMIT $2
          """);

  private final Ids ids;

  FeaturedTagRepository(Ids ids) {
    this.ids = ids;
  }

  /** The tags on an account's profile, the most used first; none of somebody suspended. */
  Future<List<Featured>> of(Sql sql, long account) {
    return sql.list(OF, FeaturedTagRepository::featured, account);
  }

  private static Featured featured(Row row) {
    return new Featured(
        row.getLong("id"),
        row.getString("username"),
        row.getString("name"),
        row.getInteger("statuses_count"),
        row.getLocalDate("last"));
  }

  /** How many tags are on an account's profile, and whether this is one of them. */
  record Held(long all, boolean already) {}

  Future<Held> held(Sql tx, long account, long tag) {
    return tx.first(
            HELD, row -> new Held(row.getLong("all"), row.getLong("this") > 0), account, tag)
        .map(Optional::orElseThrow);
  }

  Future<Integer> insert(Sql tx, long account, long tag) {
    return tx.update(INSERT, ids.next(), account, tag);
  }

  Future<Integer> removeTag(Sql sql, long account, long tag) {
    return sql.update(REMOVE_TAG, account, tag);
  }

  Future<Boolean> remove(Sql sql, long account, long id) {
    return sql.update(REMOVE, account, id).map(rows -> rows > 0);
  }

  Future<List<Long>> suggested(Sql sql, long account, int most) {
    return sql.list(SUGGESTED, row -> row.getLong("tag_id"), account, most);
  }
}
