package org.flashcrowd.streaming;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;

/**
 * Whose home, of those who listen here, a post may be for: the listeners among its author's
 * followers and those of its tags, found from the smaller side. It narrows down; what stands in a
 * home is said by home_statuses(). docs/decisions/0006-live-delivery.md has the reasons.
 */
final class HomeAudience {
  private static final int FEW = 1_000;
  private static final int AT_ONCE = 5_000;

  // $2 is the post, for its tags; $3 how many are asked for.
  static final Query FOLLOWERS =
      Query.named(
          "streaming.followers",
          """
          (SELECT f.account_id FROM follow f WHERE f.target_id = $1 LIMIT $3)
          UNION ALL
          (SELECT t.account_id
             FROM status_tag s JOIN tag_follow t ON t.tag_id = s.tag_id
            WHERE s.status_id = $2 LIMIT $3)
          """);

  static final Query AMONG =
      Query.named(
          "streaming.followers-among",
          """
          SELECT f.account_id FROM follow f WHERE f.target_id = $1 AND f.account_id = ANY ($3)
          UNION ALL
          SELECT t.account_id
            FROM status_tag s JOIN tag_follow t ON t.tag_id = s.tag_id
           WHERE s.status_id = $2 AND t.account_id = ANY ($3)
          """);

  static final Query LISTS =
      Query.named(
          "streaming.lists-among",
          "SELECT list_id FROM list_member WHERE target_id = $1 AND list_id = ANY ($2)");

  private final Database database;

  HomeAudience(Database database) {
    this.database = database;
  }

  /** Those of the listening accounts who follow the author or a tag of the post, or are it. */
  Future<Set<Long>> homes(long author, long status, Set<Long> listening) {
    Future<Set<Long>> followers =
        listening.size() <= FEW ? among(author, status, listening) : few(author, status, listening);
    return followers.map(
        found -> {
          if (listening.contains(author)) {
            found.add(author);
          }
          return found;
        });
  }

  private Future<Set<Long>> few(long author, long status, Set<Long> listening) {
    return database
        .primary()
        .list(FOLLOWERS, row -> row.getLong("account_id"), author, status, FEW)
        .compose(
            found -> {
              if (found.size() >= FEW) {
                return among(author, status, listening);
              }
              Set<Long> both = new HashSet<>(found);
              both.retainAll(listening);
              return Future.succeededFuture(both);
            });
  }

  private Future<Set<Long>> among(long author, long status, Set<Long> listening) {
    List<Long> all = List.copyOf(listening);
    List<Future<List<Long>>> parts = new ArrayList<>();
    for (int at = 0; at < all.size(); at += AT_ONCE) {
      Long[] part = all.subList(at, Math.min(all.size(), at + AT_ONCE)).toArray(Long[]::new);
      parts.add(
          database.primary().list(AMONG, row -> row.getLong("account_id"), author, status, part));
    }
    return Future.all(parts)
        .map(
            done -> {
              Set<Long> found = new HashSet<>();
              parts.forEach(part -> found.addAll(part.result()));
              return found;
            });
  }

  /** Those of the lists that the author stands on. */
  Future<Set<Long>> lists(long author, Collection<Long> lists) {
    return lists.isEmpty()
        ? Future.succeededFuture(Set.of())
        : database
            .primary()
            .list(LISTS, row -> row.getLong("list_id"), author, lists.toArray(Long[]::new))
            .map(HashSet::new);
  }
}
