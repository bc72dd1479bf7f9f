package org.flashcrowd.resilience;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/**
 * The counters that all nodes share: a hash of window, count and count before, changed by one
 * script in one round trip, by the clock of Redis. One key a call, as Redis Cluster wants it.
 */
final class RedisCounters {
  private static final String SCRIPT =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      local amount = tonumber(ARGV[1])
      local per = tonumber(ARGV[2])
      local add = tonumber(ARGV[3])
      local window = math.floor(now / per)
      local known = redis.call('HMGET', KEYS[1], 'w', 'c', 'b')
      local last = tonumber(known[1] or '-1')
      local current = tonumber(known[2] or '0')
      local before = tonumber(known[3] or '0')
      if last ~= window then
        before = last == window - 1 and current or 0
        current = 0
      end
      local used = current + math.floor(before * (per - now % per) / per)
      local allowed = 0
      if amount == 0 or used + add <= amount then
        current = current + add
        used = used + add
        allowed = 1
        redis.call('HSET', KEYS[1], 'w', window, 'c', current, 'b', before)
        redis.call('PEXPIRE', KEYS[1], 2 * per)
      end
      return {allowed, used, window, current, before}
      """;

  /** What the script answers. */
  record Count(boolean allowed, long used, long window, long current, long before) {}

  private final RedisCommands redis;

  RedisCounters(RedisCommands redis) {
    this.redis = redis;
  }

  /** Counts one attempt unless it is over the limit. */
  Future<Count> take(RateLimit limit, String subject) {
    return run(limit, subject, limit.amount(), 1);
  }

  /** Counts attempts that were made already. */
  Future<Count> add(RateLimit limit, String subject, int attempts) {
    return run(limit, subject, 0, attempts);
  }

  private Future<Count> run(RateLimit limit, String subject, int amount, int add) {
    return redis
        .send(
            Request.cmd(Command.EVAL)
                .arg(SCRIPT)
                .arg(1)
                .arg("limit:" + limit.name() + ":" + subject)
                .arg(amount)
                .arg(limit.per().toMillis())
                .arg(add))
        .map(RedisCounters::count);
  }

  private static Count count(@Nullable Response answer) {
    return new Count(
        number(answer, 0) == 1,
        number(answer, 1),
        number(answer, 2),
        number(answer, 3),
        number(answer, 4));
  }

  private static long number(@Nullable Response answer, int index) {
    Long number = answer == null ? null : answer.get(index).toLong();
    if (number == null) {
      throw new IllegalStateException("the script of the limits gave no number");
    }
    return number;
  }
}
