package org.flashcrowd.timelines;

import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Sql;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobRequest;
import org.flashcrowd.jobs.Jobs;

/**
 * Writes a new post to its author's followers' feeds: a chunk of followers in one statement, many
 * chunks as many jobs. The posts of {@linkplain PulledAuthors popular authors} are left out, and
 * read when a follower looks.
 *
 * <p>A chunk that is interrupted writes nothing, and one that is done twice writes nothing the
 * second time: its rows' key is the feed and the post.
 */
final class FanOut {
  private final Database database;
  private final Jobs jobs;
  private final HomeFeeds feeds;
  private final FollowerWalk walk;
  private final PulledAuthors pulledAuthors;
  private final FeedMeters meters;
  private final Clock clock;

  FanOut(
      Database database,
      Jobs jobs,
      HomeFeeds feeds,
      FollowerWalk walk,
      PulledAuthors pulledAuthors,
      FeedMeters meters,
      Clock clock) {
    this.database = database;
    this.jobs = jobs;
    this.feeds = feeds;
    this.walk = walk;
    this.pulledAuthors = pulledAuthors;
    this.meters = meters;
    this.clock = clock;
  }

  /** {@code timelines.fan-out} of {@code {status, account, visibility}}. */
  Future<Void> start(Job job) {
    long status = job.args().getLong("status");
    long author = job.args().getLong("account");
    return database
        .transaction(
            tx ->
                pulledAuthors
                    .way(tx, author)
                    .compose(
                        way ->
                            way.pulled()
                                ? Future.succeededFuture(0)
                                : walk.runs(tx, author, way.followers())
                                    .compose(runs -> spread(tx, status, runs))))
        .onSuccess(written -> meters.written(status, written, clock.instant()))
        .mapEmpty();
  }

  private Future<Integer> spread(Sql tx, long status, List<Followers> runs) {
    if (runs.size() == 1) {
      return write(tx, status, runs.getFirst());
    }
    List<JobRequest> chunks =
        runs.stream().map(run -> FeedJobs.chunk(FeedJobs.FAN_OUT_CHUNK, status, run)).toList();
    return jobs.enqueue(tx, chunks).map(0);
  }

  /** {@code timelines.fan-out-chunk} of {@code {status, account, after, until}}. */
  Future<Void> chunk(Job job) {
    long status = job.args().getLong("status");
    return database
        .transaction(tx -> write(tx, status, FeedJobs.run(job)))
        .onSuccess(written -> meters.written(status, written, clock.instant()))
        .mapEmpty();
  }

  /** In one round trip: what is trimmed is what was there after the post was written. */
  private Future<Integer> write(Sql tx, long status, Followers run) {
    Future<Integer> written = feeds.push(tx, status, run);
    Future<Integer> trimmed = feeds.trim(tx, status, run);
    return written.compose(feedsWritten -> trimmed.map(feedsWritten));
  }
}
