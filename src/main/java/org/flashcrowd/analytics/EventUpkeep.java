package org.flashcrowd.analytics;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.db.Database;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobRequest;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.jobs.Lane;

/**
 * Makes the partitions of the days to come, and takes away those that are old and the keys of days
 * that are over; every hour, on one node. The next run is a job that the last one leaves. Events
 * are taken in without it, into the default partition, from where it moves them.
 */
final class EventUpkeep {
  static final JobKind UPKEEP =
      JobKind.named("analytics.upkeep", Role.ANALYTICS)
          .lane(Lane.BACKFILL)
          .timeout(Duration.ofMinutes(5));

  private static final Duration INTERVAL = Duration.ofHours(1);
  private static final int DAYS_AHEAD = 7;
  private static final long ROWS_AT_ONCE = 50_000;

  private final Database database;
  private final Jobs jobs;
  private final Clock clock;
  private final Duration keep;
  private final PartitionRepository repository = new PartitionRepository();

  EventUpkeep(Database database, Jobs jobs, Clock clock, Duration keep) {
    this.database = database;
    this.jobs = jobs;
    this.clock = clock;
    this.keep = keep;
  }

  /** Makes sure that there is a next run, somewhere: at once where today has no partition. */
  Future<Void> schedule() {
    return repository
        .exists(database.primary(), today())
        .compose(made -> jobs.enqueue(database.primary(), next(made ? INTERVAL : Duration.ZERO)));
  }

  private static JobRequest next(Duration delay) {
    return JobRequest.of(UPKEEP, new JsonObject()).uniqueKey("analytics.upkeep").delay(delay);
  }

  Future<Void> run(Job job) {
    return work()
        .compose(
            done ->
                database.transaction(
                    tx ->
                        jobs.enqueue(tx, next(INTERVAL)).compose(enqueued -> jobs.fence(tx, job))));
  }

  /** Each part is a transaction of its own, short and harmless to repeat. */
  Future<Void> work() {
    LocalDate today = today();
    return database
        .transaction(tx -> repository.days(tx, today, DAYS_AHEAD))
        .compose(this::make)
        .compose(made -> database.transaction(tx -> repository.drop(tx, oldest())))
        .compose(
            dropped -> database.transaction(tx -> repository.forgetKeys(tx, today.minusDays(1))));
  }

  private Future<Void> make(List<LocalDate> days) {
    Future<Void> made = Future.succeededFuture();
    for (LocalDate day : days) {
      made = made.compose(before -> make(day));
    }
    return made;
  }

  /** Also the rows that are in the default partition, some with each transaction. */
  private Future<Void> make(LocalDate day) {
    return database
        .<Long>transaction(tx -> repository.make(tx, day, ROWS_AT_ONCE))
        .compose(moved -> moved < ROWS_AT_ONCE ? Future.succeededFuture() : make(day));
  }

  /** The day on which an event that is to be kept may have come. */
  private LocalDate oldest() {
    return LocalDate.ofInstant(clock.instant().minus(keep), clock.getZone());
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), clock.getZone());
  }
}
