package org.flashcrowd.resilience;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Makes a call again that failed and that can be repeated without harm: twice at most, after a
 * random pause that grows.
 *
 * <p>There is a budget for all callers together: ten retries, of which every ten calls that succeed
 * give one back. Where everything fails nothing is retried any more, so that what is in trouble
 * does not get three times the load.
 */
public final class Retry {
  private static final int RETRIES = 2;
  private static final long FIRST_PAUSE_MILLIS = 100;
  // Whoever has waited for so long already is told.
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int COST = 10;
  private static final int BUDGET = 10 * COST;

  private final Vertx vertx;
  private final Predicate<Throwable> worthwhile;
  private final AtomicInteger budget = new AtomicInteger(BUDGET);

  /**
   * @param worthwhile which failures may be over in a moment
   */
  public Retry(Vertx vertx, Predicate<Throwable> worthwhile) {
    this.vertx = vertx;
    this.worthwhile = worthwhile;
  }

  /** Makes the call, on the caller's context each time. */
  public <T> Future<T> run(Supplier<Future<T>> call) {
    return run(call, System.nanoTime(), 0);
  }

  private <T> Future<T> run(Supplier<Future<T>> call, long started, int retried) {
    return call.get()
        .onSuccess(done -> budget.accumulateAndGet(1, (left, one) -> Math.min(BUDGET, left + one)))
        .recover(
            failure ->
                retried < RETRIES
                        && System.nanoTime() - started < PATIENCE_NANOS
                        && worthwhile.test(failure)
                        && take()
                    ? pause(retried).compose(over -> run(call, started, retried + 1))
                    : Future.failedFuture(failure));
  }

  private boolean take() {
    return budget.getAndUpdate(left -> left >= COST ? left - COST : left) >= COST;
  }

  /** Somewhere between nothing and twice as long as before, so that callers do not act in step. */
  private Future<Void> pause(int retried) {
    Promise<Void> over = Promise.promise();
    long most = FIRST_PAUSE_MILLIS << retried;
    vertx.setTimer(1 + ThreadLocalRandom.current().nextLong(most), timer -> over.complete());
    return over.future();
  }
}
