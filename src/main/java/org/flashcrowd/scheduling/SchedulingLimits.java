package org.flashcrowd.scheduling;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.flashcrowd.config.SchedulingSettings;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Failure;

/** How near, how far and how many scheduled posts may be. */
final class SchedulingLimits {
  /** What the API promises to apps. */
  private static final Duration LEAST = Duration.ofMinutes(5);

  private final ScheduledStatusRepository repository;
  private final SchedulingSettings settings;
  private final InstantSource clock;

  SchedulingLimits(
      ScheduledStatusRepository repository, SchedulingSettings settings, InstantSource clock) {
    this.repository = repository;
    this.settings = settings;
    this.clock = clock;
  }

  /** Refuses with 422 a moment that is too near or too far. */
  void checkTime(Instant at) {
    Instant now = clock.instant();
    if (at.isBefore(now.plus(LEAST))) {
      throw Failure.invalid(
          "scheduled_at",
          "ERR_TOO_SOON",
          "The scheduled date must be in the future, by 5 minutes at least");
    }
    if (at.isAfter(now.plus(settings.maxAhead()))) {
      throw Failure.invalid(
          "scheduled_at",
          "ERR_TOO_LATE",
          "may be %d days ahead at most".formatted(settings.maxAhead().toDays()));
    }
  }

  /**
   * Refuses with 422 a post that would be one too many. The account is locked until {@code tx}
   * ends.
   *
   * @param id the post, which does not count if it is there already
   */
  Future<Void> checkRoom(Sql tx, long account, long id, Instant at) {
    return repository
        .lockAccount(tx, account)
        .compose(locked -> repository.taken(tx, account, at, id))
        .map(
            taken -> {
              if (taken.waiting() >= settings.maxWaiting()) {
                throw Failure.unprocessable(
                    "You have exceeded the limit of %d scheduled posts"
                        .formatted(settings.maxWaiting()));
              }
              if (taken.thatDay() >= settings.maxADay()) {
                throw Failure.unprocessable(
                    "You have exceeded the limit of %d scheduled posts for that day"
                        .formatted(settings.maxADay()));
              }
              return null;
            });
  }
}
