package org.flashcrowd.jobs;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends claimed jobs to this node's workers and hears their answers. Confined to the runner's event
 * loop.
 *
 * <p>A job that takes too long is given up, but its slot stays taken until its worker answers: a
 * hung worker gets no more work than it has.
 */
final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  /** The event bus wants one; what takes long is given up by {@link #giveUpOverdue} before. */
  private static final long ANSWER_MILLIS = TimeUnit.HOURS.toMillis(24);

  private final Vertx vertx;
  private final Slots slots;
  private final Outcomes outcomes;
  private final JobMeters meters;
  private final Consumer<JobKind> onFreed;
  private final Backoff backoff = new Backoff(ThreadLocalRandom.current());
  private final DeliveryOptions delivery =
      new DeliveryOptions().setLocalOnly(true).setSendTimeout(ANSWER_MILLIS);

  /** Sent, and neither answered nor given up. */
  private final Set<Dispatch> open = new LinkedHashSet<>();

  private @Nullable Promise<Void> idle;

  Dispatcher(
      Vertx vertx, Slots slots, Outcomes outcomes, JobMeters meters, Consumer<JobKind> onFreed) {
    this.vertx = vertx;
    this.slots = slots;
    this.outcomes = outcomes;
    this.meters = meters;
    this.onFreed = onFreed;
  }

  /** The ids of all jobs that are this node's, until what became of them is written. */
  Set<Long> known() {
    Set<Long> known = outcomes.unwritten();
    open.forEach(dispatch -> known.add(dispatch.job().id()));
    return known;
  }

  void send(Dispatch dispatch) {
    JobKind kind = dispatch.job().kind();
    slots.take(kind);
    open.add(dispatch);
    vertx
        .eventBus()
        .request(kind.address(), dispatch, delivery)
        .onComplete(answer -> onAnswer(dispatch, answer.cause()));
  }

  private void onAnswer(Dispatch dispatch, @Nullable Throwable failure) {
    JobKind kind = dispatch.job().kind();
    slots.free(kind);
    if (open.remove(dispatch)) {
      settle(dispatch, failure);
    }
    if (idle != null && open.isEmpty()) {
      idle.tryComplete();
    }
    onFreed.accept(kind);
  }

  private void settle(Dispatch dispatch, @Nullable Throwable failure) {
    Job job = dispatch.job();
    if (failure == null) {
      meters.ran(dispatch);
      meters.finished(job.kind());
      outcomes.done(job);
      return;
    }
    switch (code(failure)) {
      case JobConsumer.NOT_BEGUN -> outcomes.released(job);
      case JobConsumer.LEASE_LOST -> LOG.warn("{}", failure.getMessage());
      case JobConsumer.PERMANENT -> fail(dispatch, true, failure);
      default -> fail(dispatch, false, failure);
    }
  }

  private static int code(Throwable failure) {
    if (failure instanceof ReplyException reply) {
      return reply.failureType() == ReplyFailure.NO_HANDLERS
          ? JobConsumer.NOT_BEGUN
          : reply.failureCode();
    }
    return JobConsumer.RETRYABLE;
  }

  private void fail(Dispatch dispatch, boolean permanent, Throwable failure) {
    meters.ran(dispatch);
    write(dispatch.job(), permanent, String.valueOf(failure.getMessage()));
  }

  private void write(Job job, boolean permanent, String reason) {
    meters.failed(job.kind());
    outcomes.failed(
        new QueueRepository.Failure(job, permanent, backoff.delayMillis(job.attempt()), reason));
  }

  /** Fails what a worker has had for longer than its kind's timeout. */
  void giveUpOverdue() {
    long now = System.nanoTime();
    for (Dispatch dispatch : List.copyOf(open)) {
      if (!dispatch.overdue(now)) {
        continue;
      }
      Job job = dispatch.job();
      open.remove(dispatch);
      if (dispatch.withdraw()) {
        LOG.warn("job {} ({}) not begun in time: its worker is busy", job.id(), job.kind().name());
        outcomes.released(job);
      } else {
        write(job, false, "took longer than " + job.kind().timeout());
      }
    }
  }

  /** Forgets all jobs: they are other nodes' now. What no worker has begun is not begun. */
  void abandon() {
    open.forEach(Dispatch::withdraw);
    open.clear();
  }

  /** Gives back what no worker has begun; completes when the workers have answered for the rest. */
  Future<Void> drain() {
    for (Dispatch dispatch : List.copyOf(open)) {
      if (dispatch.withdraw()) {
        open.remove(dispatch);
        outcomes.released(dispatch.job());
      }
    }
    Promise<Void> drained = Promise.promise();
    idle = drained;
    if (open.isEmpty()) {
      drained.complete();
    }
    return drained.future();
  }

  /** Gives back the jobs that workers are still at: their fences will hold them out. */
  void releaseOpen() {
    open.forEach(dispatch -> outcomes.released(dispatch.job()));
    open.clear();
  }
}
