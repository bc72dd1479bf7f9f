package org.flashcrowd.resilience;

import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.core.Future;

/**
 * Asks one limiter and, while that cannot be reached, another: limits hold for each node alone
 * then, and are never open. The breaker spares callers the wait.
 */
public final class FallbackRateLimiter implements RateLimiter {
  private final RateLimiter first;
  private final RateLimiter fallback;
  private final CircuitBreaker breaker;

  public FallbackRateLimiter(RateLimiter first, RateLimiter fallback, CircuitBreaker breaker) {
    this.first = first;
    this.fallback = fallback;
    this.breaker = breaker;
  }

  @Override
  public Future<Verdict> take(RateLimit limit, String subject) {
    return breaker
        .execute(() -> first.take(limit, subject))
        .recover(unreachable -> fallback.take(limit, subject));
  }
}
