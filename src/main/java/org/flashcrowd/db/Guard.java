package org.flashcrowd.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.flashcrowd.resilience.Breaker;
import org.flashcrowd.resilience.BreakerSettings;
import org.flashcrowd.resilience.Breakers;
import org.flashcrowd.resilience.Deadline;

/**
 * Keeps calls from a server that answers nobody: they fail at once, until a probe is answered.
 *
 * <p>What opens it are failures during which <em>nothing</em> was answered: that one statement ran
 * out of time says nothing about a server that answers others. What closes it is a statement of its
 * own, never somebody's request.
 */
final class Guard {
  private static final int FAILURES = 5;
  private static final Duration REST = Duration.ofMillis(300);
  private static final long PROBE_MILLIS = 100;

  private final Vertx vertx;
  private final String server;
  private final Breaker breaker;
  private final Supplier<Future<?>> probe;
  private final AtomicBoolean probing = new AtomicBoolean();
  private volatile long answered = System.nanoTime();

  /**
   * @param server as messages and meters name it
   * @param timeout how long the probe may take
   * @param probe a statement that any server in order answers at once
   */
  Guard(
      Vertx vertx, Breakers breakers, String server, Duration timeout, Supplier<Future<?>> probe) {
    this.vertx = vertx;
    this.server = server;
    this.breaker =
        breakers.breaker(server, BreakerSettings.timeout(timeout).failures(FAILURES).rest(REST));
    this.probe = probe;
  }

  boolean isOpen() {
    return breaker.isOpen();
  }

  /** Makes the call, unless the server is known not to answer. */
  <T> Future<T> call(String what, Supplier<Future<T>> call) {
    if (breaker.isOpen()) {
      return Future.failedFuture(new DatabaseUnavailable(what, server + " does not answer"));
    }
    long began = System.nanoTime();
    return call.get().onSuccess(done -> heard()).onFailure(failure -> failed(failure, began));
  }

  private void heard() {
    answered = System.nanoTime();
  }

  private void failed(Throwable failure, long began) {
    if (!(failure instanceof DatabaseUnavailable)) {
      heard();
    } else if (Outages.silence(failure) && answered - began < 0) {
      breaker.run(() -> Future.failedFuture(failure)).onFailure(counted -> watch());
    }
  }

  private void watch() {
    if (breaker.isOpen() && probing.compareAndSet(false, true)) {
      Deadline.without(vertx, this::probeLater);
    }
  }

  private void probeLater() {
    long pause = PROBE_MILLIS + ThreadLocalRandom.current().nextLong(PROBE_MILLIS);
    vertx.setTimer(
        pause,
        due ->
            // Refused, without a statement, until the breaker has rested.
            breaker
                .run(() -> probe.get().map(answer -> answer))
                .onComplete(
                    asked -> {
                      if (breaker.isOpen()) {
                        probeLater();
                      } else {
                        heard();
                        probing.set(false);
                        // It may have opened again meanwhile, and found a probe under way.
                        watch();
                      }
                    }));
  }
}
