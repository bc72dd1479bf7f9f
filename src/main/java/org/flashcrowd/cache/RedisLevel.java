package org.flashcrowd.cache;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.flashcrowd.resilience.Breaker;
import org.flashcrowd.resilience.BreakerSettings;
import org.flashcrowd.resilience.Breakers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The values that nodes share. Nothing here ever fails: without Redis nothing is found, and its
 * breaker makes that cost nothing.
 */
final class RedisLevel {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLevel.class);
  private static final String PREFIX = "flashcrowd:cache:";
  // What takes longer than this is sooner loaded.
  private static final BreakerSettings BREAKER =
      BreakerSettings.timeout(Duration.ofMillis(100)).failures(3).rest(Duration.ofSeconds(2));

  private final Vertx vertx;
  private final RedisConnections redis;
  private final Breaker breaker;

  RedisLevel(Vertx vertx, RedisConnections redis, Breakers breakers) {
    this.vertx = vertx;
    this.redis = redis;
    this.breaker = breakers.breaker("cache", BREAKER);
  }

  /** Waits a moment. */
  Future<?> pause(long millis) {
    return vertx.timer(millis, TimeUnit.MILLISECONDS);
  }

  /** The values of keys, in their order; null for what is not there. One command for all. */
  Future<List<@Nullable Buffer>> get(List<String> keys) {
    List<String> prefixed = keys.stream().map(PREFIX::concat).toList();
    return guarded(() -> redis.values(prefixed))
        .map(found -> found.map(RedisLevel::values).orElse(Collections.nCopies(keys.size(), null)));
  }

  private static List<@Nullable Buffer> values(List<@Nullable Response> found) {
    List<@Nullable Buffer> values = new ArrayList<>(found.size());
    for (Response value : found) {
      values.add(value == null ? null : value.toBuffer());
    }
    return values;
  }

  /** Nobody waits for it. */
  void put(String key, Buffer value, Duration ttl) {
    Request command =
        Request.cmd(Command.SET)
            .arg(PREFIX + key)
            .arg(value)
            .arg("PX")
            .arg(Math.max(1, ttl.toMillis()));
    guarded(() -> redis.send(command));
  }

  /**
   * Takes a key for this node alone to load, for a moment. Without Redis every node has it.
   *
   * @return whether nobody else had it
   */
  Future<Boolean> claim(String key, Duration moment) {
    Request command =
        Request.cmd(Command.SET)
            .arg(PREFIX + key + ":loading")
            .arg("1")
            .arg("NX")
            .arg("PX")
            .arg(moment.toMillis());
    return breaker.run(() -> redis.send(command).map(Objects::nonNull)).otherwise(true);
  }

  private <T> Future<Optional<T>> guarded(Supplier<Future<@Nullable T>> call) {
    return breaker
        .run(() -> call.get().map(Optional::ofNullable))
        .otherwise(
            failure -> {
              LOG.debug("nothing shared for now: {}", failure.getMessage());
              return Optional.empty();
            });
  }
}
