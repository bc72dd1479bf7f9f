package org.flashcrowd.timelines;

import io.vertx.core.Future;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.Jobs;

/**
 * Takes a suspended author out of followers' feeds, and puts the latest posts back when that ends.
 * Readers see nothing of a suspended author in any case; without this their pages would be short.
 */
final class FeedStanding {
  private static final int RESTORED = 100;

  private static final Query WITHDRAW =
      Query.named(
          "timelines.withdraw-author",
          """
          DELETE FROM home_feed h
           USING follow f
           WHERE EXISTS (SELECT FROM account a WHERE a.id = $1 AND a.suspended_at IS NOT NULL)
             AND f.target_id = $1 AND f.account_id > $2 AND f.account_id <= $3
             AND h.account_id = f.account_id AND (h.author_id = $1 OR h.reblog_author_id = $1)
          """);

  // home_statuses() gives nothing of an author who is still suspended.
  private static final Query RESTORE =
      Query.named(
          "timelines.restore-author",
          """
          INSERT INTO home_feed (account_id, status_id, author_id, reblog_of_id, reblog_author_id)
          SELECT f.account_id, s.id, s.account_id, s.reblog_of_id, o.account_id
            FROM follow f
            JOIN home_feed_state st ON st.account_id = f.account_id AND st.kept_until > now()
           CROSS JOIN (SELECT c.id FROM status c WHERE c.account_id = $1
                        ORDER BY c.id DESC LIMIT $4) c
           CROSS JOIN LATERAL (SELECT h.id, h.account_id, h.reblog_of_id
                                 FROM home_statuses(f.account_id) h WHERE h.id = c.id) s
            LEFT JOIN status o ON o.id = s.reblog_of_id
           WHERE f.target_id = $1 AND f.account_id > $2 AND f.account_id <= $3
             AND NOT EXISTS (SELECT FROM pulled_author p WHERE p.account_id = $1 AND NOT p.leaving)
           ORDER BY f.account_id
          ON CONFLICT DO NOTHING
          """);

  private final Database database;
  private final Jobs jobs;
  private final FollowerWalk walk;

  FeedStanding(Database database, Jobs jobs, FollowerWalk walk) {
    this.database = database;
    this.jobs = jobs;
    this.walk = walk;
  }

  /** {@code account.suspended} and {@code account.unsuspended} of {@code {account}}. */
  Future<Void> start(Job job) {
    return database.transaction(
        tx ->
            walk.runs(tx, job.args().getLong("account"))
                .compose(runs -> jobs.enqueue(tx, runs.stream().map(FeedJobs::standing).toList())));
  }

  /** {@code timelines.standing-chunk} of {@code {account, after, until}}. */
  Future<Void> chunk(Job job) {
    Followers run = FeedJobs.run(job);
    return database
        .transaction(tx -> withdraw(tx, run).compose(withdrawn -> restore(tx, run)))
        .mapEmpty();
  }

  private static Future<Integer> withdraw(Sql tx, Followers run) {
    return tx.update(WITHDRAW, run.author(), run.after(), run.until());
  }

  /** Writes the author's latest posts to the feeds of one run of followers. */
  static Future<Integer> restore(Sql tx, Followers run) {
    return tx.update(RESTORE, run.author(), run.after(), run.until(), RESTORED);
  }
}
