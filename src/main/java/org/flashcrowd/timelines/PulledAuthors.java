package org.flashcrowd.timelines;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.Jobs;

/**
 * Knows whose posts are read when a follower looks, instead of written to each feed: those with
 * more than {@code feeds.pull_threshold} followers for good, during a surge also those with more
 * than {@code surge.pull_threshold} until it is over.
 *
 * <p>The way back has no moment at which a post is neither in the feeds nor pulled: first new posts
 * are written again while readers go on pulling, then what was left out is written too, and only
 * then readers stop. A post that is in both is shown once.
 */
final class PulledAuthors {
  /**
   * How the posts of an author reach their followers.
   *
   * @param pulled whether this post is left out of the feeds
   * @param back whether the author was pulled for a surge, and need not be any more
   * @param followers how many the author has, as counted
   */
  record Way(boolean pulled, boolean back, int followers) {}

  // Noted before the first post is left out of the feeds: from this commit on readers pull. An
  // author on the way back who is popular again stays.
  private static final Query NOTE =
      Query.named(
          "timelines.note-pulled",
          """
          WITH popular AS (
            SELECT s.account_id, s.followers_count <= $2 AS for_surge FROM account_stats s
             WHERE s.account_id = $1 AND s.followers_count > least($2, $3)
          ), noted AS (
            INSERT INTO pulled_author AS p (account_id, for_surge)
            SELECT account_id, for_surge FROM popular
            ON CONFLICT (account_id) DO UPDATE
              SET leaving = false, for_surge = p.for_surge AND excluded.for_surge
            WHERE p.leaving OR (p.for_surge AND NOT excluded.for_surge)
          ), known AS (
            SELECT p.for_surge, p.leaving FROM pulled_author p WHERE p.account_id = $1
          )
          SELECT EXISTS (SELECT FROM popular)
                   OR EXISTS (SELECT FROM known WHERE NOT leaving) AS pulled,
                 NOT EXISTS (SELECT FROM popular)
                   AND EXISTS (SELECT FROM known WHERE for_surge) AS back,
                 (SELECT followers_count FROM account_stats WHERE account_id = $1) AS followers
          """);

  private static final Query LEAVE =
      Query.named(
          "timelines.pulled-leave",
          "UPDATE pulled_author SET leaving = true WHERE account_id = $1 AND for_surge");

  private static final Query LEFT =
      Query.named(
          "timelines.pulled-left", "DELETE FROM pulled_author WHERE account_id = $1 AND leaving");

  private final Database database;
  private final Jobs jobs;
  private final FollowerWalk walk;
  private final int always;
  private final IntSupplier now;

  /**
   * @param always followers beyond which an author is pulled at all times
   * @param now followers beyond which one is pulled at present
   */
  PulledAuthors(Database database, Jobs jobs, FollowerWalk walk, int always, IntSupplier now) {
    this.database = database;
    this.jobs = jobs;
    this.walk = walk;
    this.always = always;
    this.now = now;
  }

  /** Decides over a new post of the author, and sends for whoever may come back. */
  Future<Way> way(Sql tx, long author) {
    return tx.first(NOTE, PulledAuthors::way, author, always, now.getAsInt())
        .map(Optional::orElseThrow)
        .compose(
            way ->
                way.back()
                    ? jobs.enqueue(tx, FeedJobs.comeBack(author)).map(way)
                    : Future.succeededFuture(way));
  }

  /** Whose account is gone has no followers any more. */
  private static Way way(Row row) {
    Integer followers = row.getInteger("followers");
    return new Way(
        row.getBoolean("pulled"), row.getBoolean("back"), followers == null ? 0 : followers);
  }

  /** {@code timelines.return} of {@code {account}}; may be done again from the start. */
  Future<Void> comeBack(Job job) {
    long author = job.args().getLong("account");
    return database
        .primary()
        .update(LEAVE, author)
        .compose(
            leaving ->
                leaving == 0
                    ? Future.succeededFuture()
                    : walk.runs(database.primary(), author)
                        .compose(this::restore)
                        .compose(restored -> database.primary().update(LEFT, author)))
        .mapEmpty();
  }

  private Future<Void> restore(List<Followers> runs) {
    Future<Void> done = Future.succeededFuture();
    for (Followers run : runs) {
      done = done.compose(before -> restore(run));
    }
    return done;
  }

  private Future<Void> restore(Followers run) {
    return database
        .transaction(
            tx ->
                tx.run(FeedQueries.SHARE_AUTHOR, run.author())
                    .compose(shared -> FeedStanding.restore(tx, run)))
        .mapEmpty();
  }
}
