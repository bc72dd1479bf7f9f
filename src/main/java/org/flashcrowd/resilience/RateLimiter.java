package org.flashcrowd.resilience;

import io.vertx.core.Future;
import java.time.Instant;

/** Counts what each subject does, and says when it is too much. */
@FunctionalInterface
public interface RateLimiter {
  /**
   * What one attempt came to.
   *
   * @param allowed whether it may go on; an attempt that may not is not counted
   * @param limit attempts in a window
   * @param remaining attempts left
   * @param reset when the present window ends
   */
  record Verdict(boolean allowed, int limit, int remaining, Instant reset) {}

  /**
   * Counts one attempt.
   *
   * @param subject an account, an address, …; of one limit
   */
  Future<Verdict> take(RateLimit limit, String subject);
}
