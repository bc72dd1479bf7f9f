package org.flashcrowd.timelines;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Sql;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobRequest;
import org.flashcrowd.jobs.Jobs;

/**
 * Brings what strangers post with a followed tag into home feeds: {@link FanOut} by tags instead of
 * authors. A tag with more than {@code feeds.pull_threshold} followers is read when a follower
 * looks, so that one post is written to so many feeds for each of its tags at most.
 */
final class TagFeeds {
  private static final int BACKFILL = 100;

  private final Database database;
  private final Jobs jobs;
  private final Config.Feeds settings;

  TagFeeds(Database database, Jobs jobs, Config.Feeds settings) {
    this.database = database;
    this.jobs = jobs;
    this.settings = settings;
  }

  /** {@code timelines.fan-out-tags} of {@code {status, account, visibility, …}}. */
  Future<Void> start(Job job) {
    JsonObject post = job.args();
    return database.transaction(tx -> spread(tx, post.getLong("status"), post.getLong("account")));
  }

  private Future<Void> spread(Sql tx, long status, long author) {
    return tx.update(TagFeedQueries.NOTE_PULLED, status, settings.pullThreshold())
        .compose(noted -> bounds(tx, status))
        .map(bounds -> FollowerWalk.runs(author, bounds))
        .compose(
            runs ->
                runs.size() == 1
                    ? write(tx, status, runs.getFirst())
                    : jobs.enqueue(tx, chunks(status, runs)));
  }

  private Future<List<Long>> bounds(Sql tx, long status) {
    return tx.list(
        TagFeedQueries.BOUNDS, row -> row.getLong("account_id"), status, settings.chunk());
  }

  private static List<JobRequest> chunks(long status, List<Followers> runs) {
    return runs.stream()
        .map(run -> FeedJobs.chunk(FeedJobs.FAN_OUT_TAGS_CHUNK, status, run))
        .toList();
  }

  /** {@code timelines.fan-out-tags-chunk} of {@code {status, account, after, until}}. */
  Future<Void> chunk(Job job) {
    return database.transaction(tx -> write(tx, job.args().getLong("status"), FeedJobs.run(job)));
  }

  private Future<Void> write(Sql tx, long status, Followers run) {
    // One round trip: each sees what the one before it did.
    return Future.join(
            tx.run(TagFeedQueries.SHARE_TAGS, status),
            tx.update(TagFeedQueries.PUSH, status, status, run.after(), run.until()),
            tx.update(
                TagFeedQueries.TRIM,
                status,
                status,
                run.after(),
                run.until(),
                settings.maxEntries()))
        .mapEmpty();
  }

  /** {@code tag.followed {account, tag}}. */
  Future<Void> backfill(Job job) {
    long reader = job.args().getLong("account");
    long tag = job.args().getLong("tag");
    return database
        .transaction(
            tx ->
                tx.run(FeedQueries.LOCK_FEED, reader)
                    .compose(locked -> tx.update(TagFeedQueries.BACKFILL, reader, tag, BACKFILL)))
        .mapEmpty();
  }

  /** {@code tag.unfollowed {account, tag}}. */
  Future<Void> forget(Job job) {
    long reader = job.args().getLong("account");
    long tag = job.args().getLong("tag");
    return database
        .transaction(
            tx ->
                tx.run(FeedQueries.LOCK_FEED, reader)
                    .compose(locked -> tx.run(TagFeedQueries.LOCK_TAG, tag))
                    .compose(locked -> tx.update(TagFeedQueries.FORGET, reader, tag)))
        .mapEmpty();
  }
}
