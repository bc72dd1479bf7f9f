package org.flashcrowd.resilience;

import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Calls something that may be away or slow: gives each call an end, and after too many failures
 * fails further ones at once with {@link BreakerOpen}, until one that is let through succeeds.
 *
 * <p>May be used from any thread; the answer comes on the caller's context.
 */
public final class Breaker {
  private final String name;
  private final BreakerSettings settings;
  private final BreakerMeters meters;
  private final RetryBudget budget = new RetryBudget(InstantSource.system());
  private final CircuitBreaker circuit;

  Breaker(Vertx vertx, String name, BreakerSettings settings, BreakerMeters meters) {
    this.name = name;
    this.settings = settings;
    this.meters = meters;
    long rest = settings.rest().toMillis();
    this.circuit =
        CircuitBreaker.create(
                name,
                vertx,
                new CircuitBreakerOptions()
                    .setMaxFailures(settings.failures())
                    .setFailuresRollingWindow(settings.window().toMillis())
                    .setTimeout(settings.timeout().toMillis())
                    .setResetTimeout(rest + RandomGenerator.getDefault().nextLong(rest / 5 + 1))
                    // Meters tell of it; nothing listens on the event bus.
                    .setNotificationAddress(null))
            .failurePolicy(done -> done.failed() && settings.counts().test(done.cause()))
            .openHandler(opened -> meters.opened());
  }

  /**
   * Makes a call, if it may be made.
   *
   * @return what it came to; fails with {@link BreakerOpen} when it was not made, with {@link
   *     TimeoutException} when it took too long
   */
  public <T> Future<T> run(Supplier<Future<T>> call) {
    budget.earn();
    return execute(call);
  }

  /**
   * Makes a call that was made before and failed. Retries are a fifth of first attempts at most, or
   * ten a second where those are few; those beyond are not made.
   *
   * @return as of {@link #run}
   */
  public <T> Future<T> retry(Supplier<Future<T>> call) {
    if (budget.spend()) {
      return execute(call);
    }
    meters.refused();
    return Future.failedFuture(new BreakerOpen(name, restSeconds()));
  }

  private <T> Future<T> execute(Supplier<Future<T>> call) {
    return circuit.execute(call).recover(this::failed).onSuccess(done -> meters.succeeded());
  }

  private <T> Future<T> failed(Throwable cause) {
    if (cause instanceof OpenCircuitException) {
      meters.refused();
      return Future.failedFuture(new BreakerOpen(name, restSeconds()));
    }
    meters.failed();
    return Future.failedFuture(
        cause instanceof io.vertx.circuitbreaker.TimeoutException
            ? new TimeoutException(name + " did not answer in time")
            : cause);
  }

  private int restSeconds() {
    return (int) Math.max(1, settings.rest().toSeconds());
  }

  /** Whether calls are not, or hardly, being made. */
  public boolean isOpen() {
    return circuit.state() != CircuitBreakerState.CLOSED;
  }

  CircuitBreakerState state() {
    return circuit.state();
  }

  void close() {
    circuit.close();
  }
}
