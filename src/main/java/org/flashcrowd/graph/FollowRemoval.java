package org.flashcrowd.graph;

import io.vertx.core.Future;
import java.util.List;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;

/**
 * Takes an account that is leaving out of what others follow, a part at a time, and out of the
 * others' counts with it. Nothing is announced: whoever calls this knows what else there is to do.
 */
public final class FollowRemoval {
  // Counters come last, by account id, as everywhere: two of these that share an account wait for
  // each other and never deadlock.
  private static final Query FOLLOWERS =
      Query.named(
          "graph.remove-followers",
          """
          WITH gone AS (
            DELETE FROM follow
             WHERE target_id = $1
               AND account_id IN (SELECT f.account_id FROM follow f
                                   WHERE f.target_id = $1 ORDER BY f.account_id LIMIT $2)
            RETURNING account_id
          ), counted AS (
            SELECT s.account_id FROM account_stats s
             WHERE s.account_id IN (SELECT account_id FROM gone)
             ORDER BY s.account_id FOR NO KEY UPDATE
          ), changed AS (
            UPDATE account_stats s SET following_count = following_count - 1
              FROM counted WHERE s.account_id = counted.account_id
          )
          SELECT account_id FROM gone
          """);
  private static final Query FOLLOWING =
      Query.named(
          "graph.remove-following",
          """
          WITH gone AS (
            DELETE FROM follow
             WHERE account_id = $1
               AND target_id IN (SELECT f.target_id FROM follow f
                                  WHERE f.account_id = $1 ORDER BY f.target_id LIMIT $2)
            RETURNING target_id
          ), counted AS (
            SELECT s.account_id FROM account_stats s
             WHERE s.account_id IN (SELECT target_id FROM gone)
             ORDER BY s.account_id FOR NO KEY UPDATE
          ), changed AS (
            UPDATE account_stats s SET followers_count = followers_count - 1
              FROM counted WHERE s.account_id = counted.account_id
          )
          SELECT target_id AS account_id FROM gone
          """);

  private FollowRemoval() {}

  /** Ends that others follow the account; who they were, {@code most} of them at once. */
  public static Future<List<Long>> followers(Sql tx, long account, int most) {
    return tx.list(FOLLOWERS, row -> row.getLong("account_id"), account, most);
  }

  /** Ends that the account follows others; how many they were, {@code most} of them at once. */
  public static Future<Integer> following(Sql tx, long account, int most) {
    return tx.list(FOLLOWING, row -> row.getLong("account_id"), account, most).map(List::size);
  }
}
