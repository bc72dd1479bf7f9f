package org.flashcrowd.resilience;

import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/** Runs one command at the Redis that all nodes share; null is its nil. */
@FunctionalInterface
public interface RedisCommands {
  Future<@Nullable Response> send(Request command);
}
