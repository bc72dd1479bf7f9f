package org.flashcrowd.tags;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Page;
import org.flashcrowd.db.PagedQuery;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/** The rows of tags and of who follows them. */
final class TagRepository {
  /**
   * A tag as it is read.
   *
   * @param uses of each of the last days, today first
   * @param accounts as many, how many used it
   */
  record Shown(
      long id,
      String name,
      List<Integer> uses,
      List<Integer> accounts,
      boolean following,
      boolean featuring) {}

  /** A followed tag, and what followed tags are paged by. */
  record Followed(long id, long tag) {}

  static final Query SHOWN =
      Query.named(
          "tags.shown",
          """
          SELECT t.id, t.name,
                 ARRAY(SELECT coalesce(d.uses, 0)
                         FROM generate_series(0, $3 - 1) ago
                         LEFT JOIN tag_day d ON d.tag_id = t.id AND d.day = $2::date - ago
                        ORDER BY ago) AS uses,
                 ARRAY(SELECT coalesce(d.accounts, 0)
                         FROM generate_series(0, $3 - 1) ago
                         LEFT JOIN tag_day d ON d.tag_id = t.id AND d.day = $2::date - ago
                        ORDER BY ago) AS accounts,
                 EXISTS (SELECT FROM tag_follow f
                          WHERE f.account_id = $4 AND f.tag_id = t.id) AS following,
                 EXISTS (SELECT FROM featured_tag f
                          WHERE f.account_id = $4 AND f.tag_id = t.id) AS featuring
            FROM tag t
           WHERE t.id = ANY ($1)
          """);
  private static final Query ID = Query.named("tags.id", "SELECT id FROM tag WHERE name = $1");
  private static final Query ADD =
      Query.named("tags.add", "INSERT INTO tag (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING");
  // Two follows of one account wait for each other, so that they are counted together.
  private static final Query LOCK_FOLLOWER =
      Query.named("tags.lock-follower", "SELECT FROM account WHERE id = $1 FOR NO KEY UPDATE");
  private static final Query FOLLOWED =
      Query.named(
          "tags.followed-count",
          """
          SELECT count(*) AS all,
                 count(*) FILTER (WHERE tag_id = $2) AS this
            FROM tag_follow WHERE account_id = $1
          """);
  private static final Query FOLLOW =
      Query.named(
          "tags.follow", "INSERT INTO tag_follow (account_id, tag_id, id) VALUES ($1, $2, $3)");
  private static final Query UNFOLLOW =
      Query.named("tags.unfollow", "DELETE FROM tag_follow WHERE account_id = $1 AND tag_id = $2");
  static final PagedQuery LISTED =
      PagedQuery.named(
          "tags.followed",
          """
          SELECT id, tag_id FROM tag_follow
           WHERE account_id = $4 AND id < $1 AND id > $2
           ORDER BY id :direction LIMIT $3
          """);
  // Of the latest posts, so that a tag of many years costs no more than a new one.
  static final Query RELATED =
      Query.named(
          "tags.related",
          """
          SELECT n.name, together.posts
            FROM (SELECT u.tag_id, count(*) AS posts
                    FROM (SELECT t.status_id FROM status_tag t
                           WHERE t.tag_id = $1 ORDER BY t.status_id DESC LIMIT 300) latest
                    JOIN tag_use u ON u.status_id = latest.status_id AND u.tag_id <> $1
                   GROUP BY u.tag_id
                   ORDER BY posts DESC, u.tag_id
                   LIMIT 30) together
            JOIN tag n ON n.id = together.tag_id
           ORDER BY together.posts DESC, n.name
          """);

  private final Ids ids;

  TagRepository(Ids ids) {
    this.ids = ids;
  }

  /** In no particular order; missing ones are left out. */
  Future<List<Shown>> shown(
      Sql sql, Collection<Long> tags, LocalDate today, int days, @Nullable Long viewer) {
    return sql.list(SHOWN, TagRepository::shown, tags.toArray(Long[]::new), today, days, viewer);
  }

  private static Shown shown(Row row) {
    return new Shown(
        row.getLong("id"),
        row.getString("name"),
        List.of(row.getArrayOfIntegers("uses")),
        List.of(row.getArrayOfIntegers("accounts")),
        row.getBoolean("following"),
        row.getBoolean("featuring"));
  }

  Future<Optional<Long>> id(Sql sql, String name) {
    return sql.first(ID, row -> row.getLong("id"), name);
  }

  /** The tag of this name, which is there from now on. */
  Future<Long> known(Sql tx, String name) {
    return id(tx, name)
        .compose(
            found ->
                found.isPresent()
                    ? Future.succeededFuture(found)
                    : tx.update(ADD, ids.next(), name).compose(added -> id(tx, name)))
        .map(Optional::orElseThrow);
  }

  /** How many tags an account follows, and whether this is one of them. */
  record Follows(long all, boolean already) {}

  /** Nobody else changes them before the transaction ends. */
  Future<Follows> follows(Sql tx, long account, long tag) {
    return tx.run(LOCK_FOLLOWER, account)
        .compose(
            locked ->
                tx.first(
                    FOLLOWED,
                    row -> new Follows(row.getLong("all"), row.getLong("this") > 0),
                    account,
                    tag))
        .map(Optional::orElseThrow);
  }

  Future<Integer> follow(Sql tx, long account, long tag) {
    return tx.update(FOLLOW, account, tag, ids.next());
  }

  Future<Boolean> unfollow(Sql tx, long account, long tag) {
    return tx.update(UNFOLLOW, account, tag).map(rows -> rows > 0);
  }

  Future<List<Followed>> followed(Sql sql, long account, Page page) {
    return LISTED.list(
        sql, page, row -> new Followed(row.getLong("id"), row.getLong("tag_id")), account);
  }

  Future<List<RelatedTagView>> related(Sql sql, long tag) {
    return sql.list(
        RELATED, row -> new RelatedTagView(row.getString("name"), row.getLong("posts")), tag);
  }
}
