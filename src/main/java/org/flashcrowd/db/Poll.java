package org.flashcrowd.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.flashcrowd.resilience.Deadline;

/** Asks something again and again: often while it answers, ever less often while it does not. */
final class Poll {
  private static final long OFTEN_MILLIS = 150;
  private static final long SELDOM_MILLIS = 2_000;

  private final Vertx vertx;
  private final Supplier<Future<?>> question;
  private volatile boolean stopped;
  private long pause = OFTEN_MILLIS;

  private Poll(Vertx vertx, Supplier<Future<?>> question) {
    this.vertx = vertx;
    this.question = question;
  }

  static Poll start(Vertx vertx, Supplier<Future<?>> question) {
    Poll poll = new Poll(vertx, question);
    Deadline.without(vertx, poll::ask);
    return poll;
  }

  private void ask() {
    if (!stopped) {
      question.get().onComplete(answer -> askLater(answer.succeeded()));
    }
  }

  private void askLater(boolean answered) {
    pause = answered ? OFTEN_MILLIS : Math.min(SELDOM_MILLIS, pause * 2);
    long jitter = ThreadLocalRandom.current().nextLong(pause / 2 + 1);
    vertx.setTimer(pause * 3 / 4 + jitter, due -> ask());
  }

  void stop() {
    stopped = true;
  }
}
