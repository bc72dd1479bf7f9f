package org.flashcrowd.analytics;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Sql;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobRequest;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.jobs.Lane;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets the keys of days that are over, makes the partitions of the days to come, and takes away
 * those that are old; every hour, on one node. The next run is a job that the last one leaves,
 * whatever became of it. Events are taken in without it, into the default partition, from where it
 * moves them.
 */
final class EventUpkeep {
  static final JobKind UPKEEP =
      JobKind.named("analytics.upkeep", Role.ANALYTICS)
          .lane(Lane.BACKFILL)
          .timeout(Duration.ofMinutes(5))
          .maxAttempts(1_000);

  private static final Logger LOG = LoggerFactory.getLogger(EventUpkeep.class);
  private static final Duration INTERVAL = Duration.ofHours(1);
  // Whoever reads events keeps partitions from being dropped: a dump of the database, for one.
  private static final Duration AFTER_A_FAILURE = Duration.ofMinutes(10);
  private static final int DAYS_AHEAD = 7;
  private static final long PAGES_AT_ONCE = 1_000;

  private final Database database;
  private final Jobs jobs;
  private final Supplier<Future<LocalDate>> today;
  private final Duration keep;
  private final PartitionRepository repository = new PartitionRepository();

  /**
   * @param today in UTC, by a clock that all nodes share
   */
  EventUpkeep(Database database, Jobs jobs, Supplier<Future<LocalDate>> today, Duration keep) {
    this.database = database;
    this.jobs = jobs;
    this.today = today;
    this.keep = keep;
  }

  /** Makes sure that there is a next run, somewhere: at once where today has no partition. */
  Future<Void> schedule() {
    return today
        .get()
        .compose(day -> repository.exists(database.primary(), day))
        .compose(made -> jobs.enqueue(database.primary(), next(made ? INTERVAL : Duration.ZERO)));
  }

  private static JobRequest next(Duration delay) {
    return JobRequest.of(UPKEEP, new JsonObject()).uniqueKey("analytics.upkeep").delay(delay);
  }

  Future<Void> run(Job job) {
    return work()
        .map(INTERVAL)
        .otherwise(AFTER_A_FAILURE)
        .compose(
            delay ->
                database.transaction(
                    tx -> jobs.enqueue(tx, next(delay)).compose(queued -> jobs.fence(tx, job))));
  }

  /**
   * Does each part whatever became of the one before, in transactions that are short and harmless
   * to repeat; fails in the end when any of them did.
   */
  Future<Void> work() {
    return today.get().compose(this::work);
  }

  private Future<Void> work(LocalDate day) {
    LocalDate oldest = day.minusDays(keep.toDays());
    LocalDate after = day.plusDays(DAYS_AHEAD + 1L);
    List<Supplier<Future<?>>> parts = new ArrayList<>();
    parts.add(() -> database.transaction(tx -> repository.forgetKeys(tx, day.minusDays(1))));
    parts.add(() -> database.transaction(tx -> repository.setAside(tx, day, after)));
    for (LocalDate next = day; next.isBefore(after); next = next.plusDays(1)) {
      LocalDate made = next;
      parts.add(() -> database.transaction(tx -> repository.make(tx, made)));
    }
    parts.add(() -> whileAny(tx -> repository.move(tx, PAGES_AT_ONCE, oldest, after)));
    parts.add(() -> whileAny(tx -> repository.drop(tx, oldest)));
    Future<Void> done = Future.succeededFuture();
    for (Supplier<Future<?>> part : parts) {
      done = done.transform(before -> after(before.cause(), part));
    }
    return done;
  }

  private Future<Void> whileAny(Function<Sql, Future<Boolean>> step) {
    return database
        .transaction(step)
        .compose(any -> any ? whileAny(step) : Future.succeededFuture());
  }

  /** The first failure is the one that is told in the end. */
  private static Future<Void> after(@Nullable Throwable failure, Supplier<Future<?>> part) {
    Future<Void> done = part.get().onFailure(EventUpkeep::tell).mapEmpty();
    return failure == null ? done : done.transform(over -> Future.failedFuture(failure));
  }

  private static void tell(Throwable cause) {
    LOG.warn("a part of the upkeep of events was not done: {}", cause.getMessage());
  }
}
