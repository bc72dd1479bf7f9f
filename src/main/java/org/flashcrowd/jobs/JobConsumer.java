package org.flashcrowd.jobs;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;

/** One handler of one kind of job, listening on the kind's event-bus address. */
public final class JobConsumer {
  static final int RETRYABLE = 1;
  static final int PERMANENT = 2;
  static final int LEASE_LOST = 3;
  static final int NOT_BEGUN = 4;
  private static final int REASON_LENGTH = 2_000;

  private final Consumers consumers;
  private final JobKind kind;
  private final int atOnce;
  private final JobHandler handler;
  private final MessageConsumer<Dispatch> registration;

  JobConsumer(Vertx vertx, Consumers consumers, JobKind kind, int atOnce, JobHandler handler) {
    this.consumers = consumers;
    this.kind = kind;
    this.atOnce = atOnce;
    this.handler = handler;
    this.registration = vertx.eventBus().localConsumer(kind.address());
  }

  Future<JobConsumer> start() {
    registration.handler(this::receive);
    return registration
        .completion()
        .map(
            registered -> {
              consumers.add(kind, atOnce);
              return this;
            });
  }

  private void receive(Message<Dispatch> message) {
    Dispatch dispatch = message.body();
    if (!dispatch.start()) {
      message.fail(NOT_BEGUN, "withdrawn");
      return;
    }
    work(dispatch.job())
        .onSuccess(done -> message.reply(null))
        .onFailure(failure -> message.fail(code(failure), reason(failure)));
  }

  // Whatever a handler throws, an OutOfMemoryError too, is an answer: a job without one would hold
  // its slot until its deadline.
  private Future<Void> work(Job job) {
    try {
      return handler.handle(job);
    } catch (Throwable failure) {
      return Future.failedFuture(failure);
    }
  }

  private static int code(Throwable failure) {
    return switch (failure) {
      case JobFailure said -> said.isRetryable() ? RETRYABLE : PERMANENT;
      case LeaseLost lost -> LEASE_LOST;
      default -> RETRYABLE;
    };
  }

  /** The exception's own words, with its type unless the handler chose them. */
  static String reason(Throwable failure) {
    String message = failure.getMessage();
    String type = failure.getClass().getSimpleName();
    String reason =
        failure instanceof JobFailure && message != null
            ? message
            : message == null ? type : type + ": " + message;
    // PostgreSQL's text holds no U+0000.
    String clean = reason.replace('\0', ' ');
    return clean.length() > REASON_LENGTH ? clean.substring(0, REASON_LENGTH) : clean;
  }

  /** Takes no more jobs; those begun are finished. */
  public Future<Void> close() {
    consumers.remove(kind, atOnce);
    return registration.unregister();
  }
}
