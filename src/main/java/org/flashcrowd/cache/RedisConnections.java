package org.flashcrowd.cache;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.Secret;
import org.jspecify.annotations.Nullable;

/**
 * The way to Redis: a bounded pool, and an end to each command's time. A connection that broke is
 * made anew by the next command; whoever sends many puts a circuit breaker in front, which spaces
 * the attempts.
 */
public final class RedisConnections {
  private static final int MAX_WAITING = 1_024;

  private final Redis redis;
  private final Duration timeout;

  private RedisConnections(Redis redis, Duration timeout) {
    this.redis = redis;
    this.timeout = timeout;
  }

  /** Opens the pool; connections are made as they are needed. */
  public static RedisConnections open(Vertx vertx, Secret uri, Config.Redis config) {
    RedisOptions options =
        new RedisOptions()
            .setConnectionString(uri.value())
            .setMaxPoolSize(config.connections())
            .setMaxPoolWaiting(MAX_WAITING)
            .setMaxWaitingHandlers(MAX_WAITING)
            .setNetClientOptions(
                new NetClientOptions()
                    .setConnectTimeout((int) config.timeout().toMillis())
                    .setTcpKeepAlive(true));
    return new RedisConnections(Redis.createClient(vertx, options), config.timeout());
  }

  /**
   * Runs one command; null is Redis' nil. Fails when Redis has not answered within {@code
   * redis.timeout}.
   */
  public Future<@Nullable Response> send(Request command) {
    return redis.send(command).timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  public Future<Void> close() {
    return redis.close();
  }
}
