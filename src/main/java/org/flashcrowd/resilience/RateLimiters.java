package org.flashcrowd.resilience;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The two ways in which a node counts.
 *
 * @param generous without any wait, the other nodes' counts a second late
 * @param strict to the last attempt over all nodes, at a round trip to Redis
 */
public record RateLimiters(RateLimiter generous, RateLimiter strict) {
  // Whoever signs in waits no longer than this for Redis before the node counts alone.
  private static final Duration LONGEST = Duration.ofMillis(250);
  private static final Duration REST = Duration.ofSeconds(2);

  /**
   * Starts counting.
   *
   * @param timeout how long a command of Redis may take; a quarter of a second is enough here
   */
  public static RateLimiters start(
      Vertx vertx, RedisCommands redis, Duration timeout, Breakers breakers) {
    Duration patience = timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST;
    Breaker breaker =
        breakers.breaker("limits", BreakerSettings.timeout(patience).failures(3).rest(REST));
    InstantSource clock = InstantSource.system();
    return new RateLimiters(
        new GossipingRateLimiter(vertx, clock, redis, breaker),
        new FallbackRateLimiter(new RedisRateLimiter(redis), new LocalRateLimiter(clock), breaker));
  }
}
