package org.flashcrowd.jobs;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a failed job waits: exponential with full jitter, anywhere up to 1 s, 2 s, 4 s … one
 * hour (Brooker, "Exponential Backoff and Jitter", 2015: full jitter spreads retries best).
 */
final class Backoff {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LAST = Duration.ofHours(1);

  private final RandomGenerator random;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * @param attempt the one that failed, 1 for the first
   * @return milliseconds, more than 0
   */
  long delayMillis(int attempt) {
    return 1 + random.nextLong(ceiling(attempt).toMillis());
  }

  static Duration ceiling(int attempt) {
    int doublings = Math.min(attempt - 1, 20);
    Duration ceiling = FIRST.multipliedBy(1L << doublings);
    return ceiling.compareTo(LAST) < 0 ? ceiling : LAST;
  }
}
