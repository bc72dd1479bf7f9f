package org.flashcrowd.push;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.flashcrowd.db.Database;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobFailure;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.notifications.NotificationView;
import org.flashcrowd.notifications.Notifications;
import org.flashcrowd.push.SubscriptionRepository.Due;
import org.flashcrowd.push.SubscriptionRepository.Wanted;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pushes notifications to subscriptions, each by a job of its own. What has gone meanwhile, on
 * either side, is not pushed; what cannot be pushed in the end is given up, since it can be read.
 */
final class Deliveries {
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private final Database database;
  private final Jobs jobs;
  private final SubscriptionRepository repository;
  private final Notifications notifications;
  private final Sending sending;
  private final Duration worthwhile;
  private final Clock clock;

  /**
   * @param worthwhile how old a notification may be
   */
  Deliveries(
      Database database,
      Jobs jobs,
      SubscriptionRepository repository,
      Notifications notifications,
      Sending sending,
      Duration worthwhile,
      Clock clock) {
    this.database = database;
    this.jobs = jobs;
    this.repository = repository;
    this.notifications = notifications;
    this.sending = sending;
    this.worthwhile = worthwhile;
    this.clock = clock;
  }

  /** {@code notifications.created {notifications}}: a job for each push that is wanted. */
  Future<Void> spread(Job job) {
    List<Long> written =
        job.args().getJsonArray("notifications").stream()
            .map(id -> ((Number) id).longValue())
            .toList();
    return database.transaction(
        tx ->
            repository
                .wanted(tx, written)
                .compose(
                    pushes -> jobs.enqueue(tx, pushes.stream().map(PushJobs::deliver).toList())));
  }

  /** {@code push.deliver {subscription, notification}}. */
  Future<Void> deliver(Job job) {
    return repository
        .due(database.primary(), job.args().getLong("subscription"))
        .compose(found -> found.isEmpty() ? Future.succeededFuture() : deliver(job, found.get()));
  }

  private Future<Void> deliver(Job job, Due due) {
    Instant paused = due.pausedUntil();
    Duration left = paused == null ? Duration.ZERO : Duration.between(clock.instant(), paused);
    if (left.isPositive()) {
      return later(job, due, left);
    }
    return notifications
        .find(due.account(), job.args().getLong("notification"))
        .compose(
            found ->
                found.filter(this::isWorthwhile).isEmpty()
                    ? Future.succeededFuture()
                    : push(job, due, found.get()));
  }

  private boolean isWorthwhile(NotificationView notification) {
    return notification.createdAt().isAfter(clock.instant().minus(worthwhile));
  }

  private Future<Void> push(Job job, Due due, NotificationView notification) {
    return sending
        .send(due.subscription(), PushMessage.of(notification), job.attempt() > 1)
        .transform(
            sent ->
                sent.succeeded()
                    ? settle(job, due, sent.result())
                    : failed(job, due, sent.cause()));
  }

  private Future<Void> settle(Job job, Due due, PushClient.Answer answer) {
    long id = due.subscription().id();
    return switch (answer.status()) {
      case 200, 201, 202, 204 -> Future.succeededFuture();
      case 404, 410 -> {
        LOG.info("{} is gone: {}", due.subscription(), answer.status());
        yield repository.delete(database.primary(), id);
      }
      case 429 -> {
        Duration pause = answer.retryAfter() == null ? Duration.ofMinutes(1) : answer.retryAfter();
        Duration bounded = bounded(pause);
        yield repository
            .pause(database.primary(), id, bounded)
            .compose(noted -> later(job, due, bounded));
      }
      default -> refused(due, answer.status());
    };
  }

  /** What a service does not take, be it for its size, it will not take the next time either. */
  private static Future<Void> refused(Due due, int status) {
    LOG.info("{} took no push: {}", due.subscription(), status);
    return Future.succeededFuture();
  }

  private Future<Void> failed(Job job, Due due, Throwable problem) {
    return switch (problem) {
      case PushServices.Busy busy -> later(job, due, SHORTEST_PAUSE);
      case Endpoints.Refused refused -> {
        LOG.warn("{} {}", due.subscription(), refused.getMessage());
        yield repository.delete(database.primary(), due.subscription().id());
      }
      default -> again(job, due, problem);
    };
  }

  private static Future<Void> again(Job job, Due due, Throwable problem) {
    if (job.attempt() >= PushJobs.ATTEMPTS) {
      LOG.info("{} given up: {}", due.subscription(), reason(problem));
      return Future.succeededFuture();
    }
    return Future.failedFuture(
        JobFailure.retryable(due.subscription() + " not reached: " + reason(problem)));
  }

  /** Messages of what comes from the network may tell of addresses, which are the app's secret. */
  private static String reason(Throwable problem) {
    return problem instanceof Sending.Unable
        ? String.valueOf(problem.getMessage())
        : problem.getClass().getSimpleName();
  }

  private static Duration bounded(Duration pause) {
    if (pause.compareTo(SHORTEST_PAUSE) < 0) {
      return SHORTEST_PAUSE;
    }
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  /** Not an attempt: nobody was asked. Jittered, so that what waits does not come back at once. */
  private Future<Void> later(Job job, Due due, Duration pause) {
    long jitter = RandomGenerator.getDefault().nextLong(pause.toMillis() / 2 + 1_000);
    Wanted same =
        new Wanted(due.subscription().id(), job.args().getLong("notification"), due.account());
    return database.transaction(
        tx ->
            jobs.enqueue(tx, PushJobs.deliver(same).delay(pause.plusMillis(jitter)))
                .compose(enqueued -> jobs.fence(tx, job)));
  }
}
