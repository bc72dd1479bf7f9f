package org.flashcrowd.recommendations;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Sql;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobRequest;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.jobs.Lane;

/**
 * Works out every few minutes, on one node, what is popular. The next run is a job that the last
 * one leaves; when it fails, what was worked out before stays.
 */
final class TrendJobs {
  /** Anew, all of it. */
  static final JobKind TRENDS =
      JobKind.named("recommendations.trends", Role.RECOMMEND)
          .lane(Lane.BACKFILL)
          .timeout(Duration.ofMinutes(2));

  static final List<JobKind> ALL = List.of(TRENDS);

  private final Database database;
  private final Jobs jobs;
  private final Clock clock;
  private final Duration interval;
  private final TrendRepository repository = new TrendRepository();

  TrendJobs(Database database, Jobs jobs, Clock clock, Duration interval) {
    this.database = database;
    this.jobs = jobs;
    this.clock = clock;
    this.interval = interval;
  }

  /** Makes sure that there is a next run, somewhere. */
  Future<Void> schedule() {
    return jobs.enqueue(database.primary(), next());
  }

  private JobRequest next() {
    return JobRequest.of(TRENDS, new JsonObject())
        .uniqueKey("recommendations.trends")
        .delay(interval);
  }

  /** Each part is a transaction of its own, short and harmless to repeat. */
  Future<Void> run(Job job) {
    Instant now = clock.instant();
    return part(tx -> repository.daily(tx, now))
        .compose(done -> part(tx -> repository.overTime(tx, Period.MONTHLY, now)))
        .compose(done -> part(tx -> repository.overTime(tx, Period.YEARLY, now)))
        .compose(done -> part(tx -> repository.tags(tx, now)))
        .compose(done -> last(job));
  }

  private Future<Integer> part(Function<Sql, Future<Integer>> work) {
    return database.transaction(work);
  }

  private Future<Void> last(Job job) {
    return database.transaction(
        tx ->
            repository
                .accounts(tx)
                .compose(done -> jobs.enqueue(tx, next()))
                .compose(enqueued -> jobs.fence(tx, job)));
  }
}
