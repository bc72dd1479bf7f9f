package org.flashcrowd.statuses;

import io.vertx.core.Future;
import org.flashcrowd.accounts.Visibility;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/**
 * What is counted about posts: exact, because it changes in the transaction that changes what is
 * counted. These rows are the ones that many want at once, so a transaction comes to them last and
 * holds them for no longer than its commit takes.
 */
final class StatusCounters {
  private static final Query AUTHOR =
      Query.named(
          "statuses.count-author",
          """
          UPDATE account_stats
             SET statuses_count = statuses_count + $2,
                 last_status_at = CASE WHEN $2 > 0 THEN now() ELSE last_status_at END
           WHERE account_id = $1
          """);
  private static final Query STATUS =
      Query.named(
          "statuses.count-status",
          """
          UPDATE status_stats
             SET favourites_count = favourites_count + $2, reblogs_count = reblogs_count + $3,
                 replies_count = replies_count + $4
           WHERE status_id = $1
          """);

  private StatusCounters() {}

  /** Counts a post or boost that is there now. */
  static Future<Void> published(Sql tx, Publication post) {
    return count(tx, post, 1);
  }

  /** Takes a post or boost that was published out of the counts again. */
  static Future<Void> removed(Sql tx, Publication post) {
    return count(tx, post, -1);
  }

  static Future<Void> favourited(Sql tx, long status, int by) {
    return tx.update(STATUS, status, by, 0, 0).mapEmpty();
  }

  // As in Mastodon: direct posts are not counted, and only what everybody may read counts as a
  // reply, so that the number gives no private one away.
  private static Future<Void> count(Sql tx, Publication post, int by) {
    Future<?> author =
        post.visibility() == Visibility.DIRECT
            ? Future.succeededFuture()
            : tx.update(AUTHOR, post.account(), by);
    return author.compose(
        counted -> {
          Long answered = isOpen(post.visibility()) ? post.inReplyTo() : null;
          return other(tx, post.reblogOf(), by, answered);
        });
  }

  private static boolean isOpen(Visibility visibility) {
    return visibility == Visibility.PUBLIC || visibility == Visibility.UNLISTED;
  }

  private static Future<Void> other(
      Sql tx, @Nullable Long reblogOf, int by, @Nullable Long inReplyTo) {
    if (reblogOf != null) {
      return tx.update(STATUS, reblogOf, 0, by, 0).mapEmpty();
    }
    return inReplyTo == null
        ? Future.succeededFuture()
        : tx.update(STATUS, inReplyTo, 0, 0, by).mapEmpty();
  }
}
