package org.flashcrowd.resilience;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * When a breaker opens, and when it tries again.
 *
 * <pre>{@code
 * BreakerSettings.timeout(Duration.ofSeconds(1)).failures(3).rest(Duration.ofSeconds(2))
 * }</pre>
 *
 * @param timeout how long one call may take; what takes longer has failed
 * @param failures that open it, within {@code window}
 * @param window how long a failure counts
 * @param rest how long it stays open before one call may try; each breaker adds up to a fifth, so
 *     that nodes do not all try at once
 * @param counts which failures count: what is wrong with the call alone says nothing about whom it
 *     went to
 */
public record BreakerSettings(
    Duration timeout, int failures, Duration window, Duration rest, Predicate<Throwable> counts) {
  /** Opens for five seconds after five failures of any kind within ten. */
  public static BreakerSettings timeout(Duration timeout) {
    return new BreakerSettings(
        timeout, 5, Duration.ofSeconds(10), Duration.ofSeconds(5), failure -> true);
  }

  public BreakerSettings failures(int other) {
    return new BreakerSettings(timeout, other, window, rest, counts);
  }

  public BreakerSettings window(Duration other) {
    return new BreakerSettings(timeout, failures, other, rest, counts);
  }

  public BreakerSettings rest(Duration other) {
    return new BreakerSettings(timeout, failures, window, other, counts);
  }

  public BreakerSettings counts(Predicate<Throwable> other) {
    return new BreakerSettings(timeout, failures, window, rest, other);
  }
}
