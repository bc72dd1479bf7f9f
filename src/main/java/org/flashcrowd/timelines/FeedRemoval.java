package org.flashcrowd.timelines;

import io.vertx.core.Future;
import java.util.Collection;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;

/** Takes an account that is leaving out of home feeds: its own, and those of its followers. */
public final class FeedRemoval {
  private static final Query OF_READERS =
      Query.named(
          "timelines.remove-author",
          """
          DELETE FROM home_feed
           WHERE account_id = ANY ($1) AND (author_id = $2 OR reblog_author_id = $2)
          """);
  // The state first: without it fan-out writes no more rows.
  private static final Query STATE =
      Query.named("timelines.remove-state", "DELETE FROM home_feed_state WHERE account_id = $1");
  private static final Query OWN =
      Query.named("timelines.remove-feed", "DELETE FROM home_feed WHERE account_id = $1");

  private FeedRemoval() {}

  /** Takes an author's posts, and boosts of them, out of the feeds of these readers. */
  public static Future<Integer> author(Sql tx, Collection<Long> readers, long author) {
    return readers.isEmpty()
        ? Future.succeededFuture(0)
        : tx.update(OF_READERS, readers.toArray(Long[]::new), author);
  }

  /** Drops the account's own feed, which is of a bounded length; the number of rows. */
  public static Future<Integer> own(Sql tx, long account) {
    return tx.update(STATE, account).compose(stopped -> tx.update(OWN, account));
  }
}
