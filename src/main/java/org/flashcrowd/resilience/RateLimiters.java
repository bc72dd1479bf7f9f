package org.flashcrowd.resilience;

import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import org.flashcrowd.cache.RedisConnections;
import org.flashcrowd.config.Config;

/**
 * The two ways in which a node counts.
 *
 * @param generous without any wait, the other nodes' counts a second late
 * @param strict to the last attempt over all nodes, at a round trip to Redis
 */
public record RateLimiters(RateLimiter generous, RateLimiter strict) {
  private static final int FAILURES = 3;
  private static final long REST_MILLIS = 2_000;

  public static RateLimiters start(Vertx vertx, RedisConnections redis, Config.Redis config) {
    CircuitBreaker breaker =
        CircuitBreaker.create(
            "limits",
            vertx,
            new CircuitBreakerOptions()
                .setMaxFailures(FAILURES)
                .setTimeout(config.timeout().toMillis())
                .setResetTimeout(REST_MILLIS));
    InstantSource clock = InstantSource.system();
    return new RateLimiters(
        new GossipingRateLimiter(vertx, clock, redis, breaker),
        new FallbackRateLimiter(new RedisRateLimiter(redis), new LocalRateLimiter(clock), breaker));
  }
}
