package org.flashcrowd.db;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.flashcrowd.resilience.Deadline;

/** Runs something as the edge runs a call: in a context of its own, with a deadline. */
final class Calls {
  /** How a call ended, and after how long. */
  record Ended<T>(Future<T> answer, long millis) {}

  private final Vertx vertx;
  private final AtomicLong slowest = new AtomicLong();

  Calls(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Completes, and never fails, when the call has ended. */
  <T> Future<Ended<T>> call(Duration deadline, Supplier<Future<T>> work) {
    Promise<Ended<T>> ended = Promise.promise();
    long began = System.nanoTime();
    ((VertxInternal) vertx)
        .createEventLoopContext()
        .duplicate()
        .runOnContext(
            begun -> {
              Deadline.begin(deadline);
              Future<T> answer = work.get();
              answer.onComplete(
                  done -> {
                    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
                    slowest.accumulateAndGet(millis, Math::max);
                    ended.complete(new Ended<>(answer, millis));
                  });
            });
    return ended.future();
  }

  /** Milliseconds that the slowest call took since this was asked last. */
  long slowest() {
    return slowest.getAndSet(0);
  }
}
