package org.flashcrowd.resilience;

import io.vertx.core.Future;
import java.time.Instant;

/** Counts for all nodes together, to the last attempt, at a round trip each. */
public final class RedisRateLimiter implements RateLimiter {
  private final RedisCounters counters;

  public RedisRateLimiter(RedisCommands redis) {
    this.counters = new RedisCounters(redis);
  }

  @Override
  public Future<Verdict> take(RateLimit limit, String subject) {
    return counters
        .take(limit, subject)
        .map(
            count ->
                new Verdict(
                    count.allowed(),
                    limit.amount(),
                    (int) Math.max(0, limit.amount() - count.used()),
                    Instant.ofEpochMilli((count.window() + 1) * limit.per().toMillis())));
  }
}
