package org.flashcrowd.resilience;

import io.vertx.core.Future;

/**
 * Counts for all nodes together, and for this node alone at the same time; the narrower of the two
 * decides. While the shared counts cannot be reached, or when they were lost, those of the node go
 * on from where they are: a limit is never open. The breaker spares callers the wait.
 */
public final class FallbackRateLimiter implements RateLimiter {
  private final RateLimiter shared;
  private final LocalRateLimiter own;
  private final Breaker breaker;

  public FallbackRateLimiter(RateLimiter shared, LocalRateLimiter own, Breaker breaker) {
    this.shared = shared;
    this.own = own;
    this.breaker = breaker;
  }

  @Override
  public Future<Verdict> take(RateLimit limit, String subject) {
    return own.take(limit, subject)
        .compose(
            here ->
                here.allowed() ? everywhere(limit, subject, here) : Future.succeededFuture(here));
  }

  private Future<Verdict> everywhere(RateLimit limit, String subject, Verdict here) {
    return breaker
        .run(() -> shared.take(limit, subject))
        .map(
            all -> {
              if (!all.allowed()) {
                own.giveBack(limit, subject);
              }
              return all.allowed() && here.remaining() < all.remaining() ? here : all;
            })
        .recover(unreachable -> Future.succeededFuture(here));
  }
}
