package org.flashcrowd.timelines;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Sql;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobRequest;
import org.flashcrowd.jobs.Jobs;

/** Keeps feeds true when follows, blocks and posts change, and rebuilds them on return. */
final class FeedUpkeep {
  private final Database database;
  private final Jobs jobs;
  private final HomeFeeds feeds;
  private final FollowerWalk walk;

  FeedUpkeep(Database database, Jobs jobs, HomeFeeds feeds, FollowerWalk walk) {
    this.database = database;
    this.jobs = jobs;
    this.feeds = feeds;
    this.walk = walk;
  }

  /** {@code follow.created {account, target}}. */
  Future<Void> backfill(Job job) {
    JsonObject follow = job.args();
    return database
        .transaction(tx -> feeds.backfill(tx, follow.getLong("account"), follow.getLong("target")))
        .mapEmpty();
  }

  /** {@code follow.removed {account, target}}. */
  Future<Void> unfollow(Job job) {
    JsonObject follow = job.args();
    return database
        .transaction(tx -> feeds.forget(tx, follow.getLong("account"), follow.getLong("target")))
        .mapEmpty();
  }

  /** {@code block.created {account, target}}. */
  Future<Void> part(Job job) {
    long one = job.args().getLong("account");
    long other = job.args().getLong("target");
    // Each by itself: together they could wait in a circle for another pair.
    return database
        .transaction(tx -> feeds.forget(tx, one, other))
        .compose(done -> database.transaction(tx -> feeds.forget(tx, other, one)))
        .mapEmpty();
  }

  /** {@code status.deleted {status, account}}. */
  Future<Void> withdraw(Job job) {
    long status = job.args().getLong("status");
    return database.transaction(
        tx ->
            walk.runs(tx, job.args().getLong("account"))
                .compose(runs -> withdraw(tx, status, runs)));
  }

  private Future<Void> withdraw(Sql tx, long status, List<Followers> runs) {
    if (runs.size() == 1) {
      return feeds.withdraw(tx, status, runs.getFirst()).mapEmpty();
    }
    List<JobRequest> chunks =
        runs.stream().map(run -> FeedJobs.chunk(FeedJobs.WITHDRAW_CHUNK, status, run)).toList();
    return jobs.enqueue(tx, chunks);
  }

  /** {@code timelines.withdraw-chunk} of {@code {status, account, after, until}}. */
  Future<Void> withdrawChunk(Job job) {
    long status = job.args().getLong("status");
    return database.transaction(tx -> feeds.withdraw(tx, status, FeedJobs.run(job))).mapEmpty();
  }

  /**
   * {@code timelines.rebuild {account}}. Opened first, in a transaction of its own: what is
   * published after that is written by fan-out, what was published before is found here.
   */
  Future<Void> rebuild(Job job) {
    long reader = job.args().getLong("account");
    return feeds
        .open(reader)
        .compose(opened -> database.transaction(tx -> feeds.rebuild(tx, reader)))
        .mapEmpty();
  }
}
