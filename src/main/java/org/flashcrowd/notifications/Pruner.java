package org.flashcrowd.notifications;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.flashcrowd.config.NotificationSettings;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobHandler;
import org.flashcrowd.jobs.JobRequest;
import org.flashcrowd.jobs.Jobs;

/**
 * Deletes notifications that are too old, or of which somebody has too many, from all accounts in
 * the course of a day: one job, a run of accounts each time, which ends by enqueueing the next.
 *
 * <p>What is younger than {@link Happening} looks back is kept even beyond the number, since it
 * would be told again.
 */
final class Pruner implements JobHandler {
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Duration ROUND = Duration.ofDays(1);
  private static final int ACCOUNTS = 500;
  private static final int AT_ONCE = 5_000;
  private static final int MOST_BATCHES = 20;

  private static final Query RUN =
      Query.named(
          "notifications.prune-run", "SELECT id FROM account WHERE id > $1 ORDER BY id LIMIT $2");

  static final Query OLD =
      Query.named(
          "notifications.prune-old",
          """
          DELETE FROM notification
           WHERE id IN (SELECT n.id FROM notification n
                         WHERE n.id < (extract(epoch FROM now())::bigint - 1735689600 - $1)
                                      * 1000 << 21
                         ORDER BY n.id LIMIT $2)
          """);

  static final Query BEYOND =
      Query.named(
          "notifications.prune-beyond",
          """
          WITH bound AS (
            SELECT a.id AS account_id,
                   (SELECT n.id FROM notification n WHERE n.account_id = a.id
                     ORDER BY n.id DESC OFFSET $2 LIMIT 1) AS last
              FROM unnest($1::bigint[]) AS a (id)
          )
          DELETE FROM notification
           WHERE id IN (SELECT n.id
                          FROM bound b
                          JOIN notification n ON n.account_id = b.account_id AND n.id <= b.last
                         WHERE n.created_at < now() - interval '4 days'
                         LIMIT $3)
          """);

  private static final Query COUNTS =
      Query.named(
          "notifications.prune-counts",
          """
          DELETE FROM notification_group
           WHERE account_id = ANY ($1)
             AND hour < (extract(epoch FROM now())::bigint - 1735689600 - $2) / 3600
          """);

  private final Database database;
  private final Jobs jobs;
  private final NotificationSettings settings;

  Pruner(Database database, Jobs jobs, NotificationSettings settings) {
    this.database = database;
    this.jobs = jobs;
    this.settings = settings;
  }

  /** Makes sure that there is a next run, somewhere. */
  Future<Void> schedule() {
    return jobs.enqueue(database.primary(), next(0, PAUSE));
  }

  private static JobRequest next(long after, Duration delay) {
    return JobRequest.of(NotificationJobs.PRUNE, new JsonObject().put("after", after))
        .uniqueKey("notifications.prune")
        .delay(delay);
  }

  @Override
  public Future<Void> handle(Job job) {
    return database
        .primary()
        .list(RUN, row -> row.getLong("id"), job.args().getLong("after", 0L), ACCOUNTS)
        .compose(accounts -> prune(accounts).map(accounts))
        .compose(accounts -> follow(job, accounts));
  }

  private Future<Void> follow(Job job, List<Long> accounts) {
    JobRequest next = accounts.size() < ACCOUNTS ? next(0, ROUND) : next(accounts.getLast(), PAUSE);
    return database.transaction(
        tx -> jobs.enqueue(tx, next).compose(enqueued -> jobs.fence(tx, job)));
  }

  /** Prunes all that is too old, and what these accounts have too much of. */
  Future<Void> prune(List<Long> accounts) {
    Long[] ids = accounts.toArray(Long[]::new);
    long seconds = settings.keep().toSeconds();
    return batches(() -> database.primary().update(OLD, seconds, AT_ONCE), MOST_BATCHES)
        .compose(
            old ->
                batches(
                    () -> database.primary().update(BEYOND, ids, settings.maxPerAccount(), AT_ONCE),
                    MOST_BATCHES))
        .compose(beyond -> database.primary().update(COUNTS, ids, seconds))
        .mapEmpty();
  }

  private static Future<Void> batches(Supplier<Future<Integer>> deletion, int left) {
    return deletion
        .get()
        .compose(
            deleted ->
                deleted < AT_ONCE || left == 1
                    ? Future.succeededFuture()
                    : batches(deletion, left - 1));
  }
}
