package org.flashcrowd.cache;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.net.URI;
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
  private final Redis keepers;
  private final Duration timeout;
  private final int database;

  private RedisConnections(Redis redis, Redis keepers, Duration timeout, int database) {
    this.redis = redis;
    this.keepers = keepers;
    this.timeout = timeout;
    this.database = database;
  }

  /** Opens the pool; connections are made as they are needed. */
  public static RedisConnections open(Vertx vertx, Secret uri, Config.Redis config) {
    RedisOptions pooled = options(uri, config).setMaxPoolSize(config.connections());
    // One is in use; the other is being made when that one is lost.
    RedisOptions kept = options(uri, config).setMaxPoolSize(2);
    return new RedisConnections(
        Redis.createClient(vertx, pooled),
        Redis.createClient(vertx, kept),
        config.timeout(),
        database(uri));
  }

  private static RedisOptions options(Secret uri, Config.Redis config) {
    return new RedisOptions()
        .setConnectionString(uri.value())
        .setMaxPoolWaiting(MAX_WAITING)
        .setMaxWaitingHandlers(MAX_WAITING)
        .setNetClientOptions(
            new NetClientOptions()
                .setConnectTimeout((int) config.timeout().toMillis())
                .setTcpKeepAlive(true));
  }

  private static int database(Secret uri) {
    String path = URI.create(uri.value()).getPath();
    return path != null && path.matches("/\\d{1,9}") ? Integer.parseInt(path.substring(1)) : 0;
  }

  /**
   * Runs one command; null is Redis' nil. Fails when Redis has not answered within {@code
   * redis.timeout}.
   */
  public Future<@Nullable Response> send(Request command) {
    return redis.send(command).timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * A connection to keep, beside the pool: one that subscribes is of no use for anything else. Who
   * takes it closes it.
   */
  public Future<RedisConnection> keep() {
    Future<RedisConnection> connecting = keepers.connect();
    return connecting
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(late -> connecting.onSuccess(RedisConnection::close));
  }

  /** The number of the database in use: channels, unlike keys, are shared by all of a server's. */
  public int database() {
    return database;
  }

  /** How long one command may take. */
  public Duration timeout() {
    return timeout;
  }

  public Future<Void> close() {
    return Future.join(redis.close(), keepers.close()).mapEmpty();
  }
}
