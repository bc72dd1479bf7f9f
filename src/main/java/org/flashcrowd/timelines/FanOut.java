package org.flashcrowd.timelines;

import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobRequest;
import org.flashcrowd.jobs.Jobs;

/**
 * Writes a new post to its author's followers' feeds: a chunk of followers in one statement, many
 * chunks as many jobs. Authors with more than {@code feeds.pull_threshold} followers are only
 * noted, and read when a follower looks.
 *
 * <p>A chunk that is interrupted writes nothing, and one that is done twice writes nothing the
 * second time: its rows' key is the feed and the post.
 */
final class FanOut {
  // Noted before the first post is left out of the feeds: from this commit on readers pull.
  private static final Query NOTE_PULLED =
      Query.named(
          "timelines.note-pulled",
          """
          WITH popular AS (
            SELECT s.account_id FROM account_stats s
             WHERE s.account_id = $1 AND s.followers_count > $2
          ), noted AS (
            INSERT INTO pulled_author (account_id) SELECT account_id FROM popular
            ON CONFLICT DO NOTHING
          )
          SELECT EXISTS (SELECT FROM popular)
                 OR EXISTS (SELECT FROM pulled_author p WHERE p.account_id = $1) AS pulled
          """);

  private final Database database;
  private final Jobs jobs;
  private final HomeFeeds feeds;
  private final FollowerWalk walk;
  private final int pullThreshold;
  private final FeedMeters meters;
  private final Clock clock;

  FanOut(
      Database database,
      Jobs jobs,
      HomeFeeds feeds,
      Config.Feeds settings,
      FeedMeters meters,
      Clock clock) {
    this.database = database;
    this.jobs = jobs;
    this.feeds = feeds;
    this.walk = new FollowerWalk(settings.chunk());
    this.pullThreshold = settings.pullThreshold();
    this.meters = meters;
    this.clock = clock;
  }

  /** {@code timelines.fan-out} of {@code {status, account, visibility}}. */
  Future<Void> start(Job job) {
    // Nobody but those it names gets a direct post, and they get it as a notification.
    if ("direct".equals(job.args().getString("visibility"))) {
      return Future.succeededFuture();
    }
    long status = job.args().getLong("status");
    long author = job.args().getLong("account");
    return database
        .transaction(
            tx -> isPulled(tx, author).compose(pulled -> spread(tx, status, author, pulled)))
        .onSuccess(written -> meters.written(status, written, clock.instant()))
        .mapEmpty();
  }

  private Future<Boolean> isPulled(Sql tx, long author) {
    return tx.first(NOTE_PULLED, row -> row.getBoolean("pulled"), author, pullThreshold)
        .map(pulled -> pulled.orElse(false));
  }

  private Future<Integer> spread(Sql tx, long status, long author, boolean pulled) {
    return pulled
        ? Future.succeededFuture(0)
        : walk.runs(tx, author).compose(runs -> spread(tx, status, runs));
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

  private Future<Integer> write(Sql tx, long status, Followers run) {
    return feeds.push(tx, status, run).compose(written -> feeds.trim(tx, status, run).map(written));
  }
}
