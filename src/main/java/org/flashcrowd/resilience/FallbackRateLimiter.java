package org.flashcrowd.resilience;

import io.vertx.core.Future;

/**
 * Asks one limiter and, while that cannot be reached, another: limits hold for each node alone
 * then, and are never open. The breaker spares callers the wait.
 */
public final class FallbackRateLimiter implements RateLimiter {
  private final RateLimiter first;
  private final RateLimiter fallback;
  private final Breaker breaker;

  public FallbackRateLimiter(RateLimiter first, RateLimiter fallback, Breaker breaker) {
    this.first = first;
    this.fallback = fallback;
    this.breaker = breaker;
  }

  @Override
  public Future<Verdict> take(RateLimit limit, String subject) {
    return breaker
        .run(() -> first.take(limit, subject))
        .recover(unreachable -> fallback.take(limit, subject));
  }
}
