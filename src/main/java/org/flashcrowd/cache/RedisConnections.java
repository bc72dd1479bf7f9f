package org.flashcrowd.cache;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.flashcrowd.config.RedisSettings;
import org.flashcrowd.config.Secret;
import org.jspecify.annotations.Nullable;

/**
 * The way to Redis, alone, behind sentinels or as a cluster: a few connections with commands in a
 * row, an end to each command's time, and an answer at once while Redis is away. After a failover
 * the connections find the new master by themselves.
 */
public final class RedisConnections {
  private final RedisClients clients;
  private final RedisSettings settings;
  private final List<RedisLane> lanes;
  private final int database;
  private Redis keepers;
  private boolean closed;

  private RedisConnections(Vertx vertx, Secret uri, RedisSettings settings) {
    this.clients = new RedisClients(vertx, uri, settings);
    this.settings = settings;
    this.lanes =
        Stream.generate(() -> new RedisLane(vertx, clients, settings.timeout()))
            .limit(settings.connections())
            .toList();
    this.database = database(uri);
    this.keepers = clients.forSubscriptions();
  }

  /** Prepares the connections; each is made as it is first needed. */
  public static RedisConnections open(Vertx vertx, Secret uri, RedisSettings settings) {
    return new RedisConnections(vertx, uri, settings);
  }

  private static int database(Secret uri) {
    String path = URI.create(uri.value()).getPath();
    return path != null && path.matches("/\\d{1,9}") ? Integer.parseInt(path.substring(1)) : 0;
  }

  /**
   * Runs one command; null is Redis' nil. Fails when Redis has not answered within {@code
   * redis.timeout}, and at once while it is away. In a cluster all keys of a command must be in one
   * slot; {@link #values} reads any.
   */
  public Future<@Nullable Response> send(Request command) {
    return lane().send(command);
  }

  /** Each event loop has a connection of its own where there are enough; any that works will do. */
  private RedisLane lane() {
    int first = (int) (Thread.currentThread().threadId() % lanes.size());
    for (int i = 0; i < lanes.size(); i++) {
      RedisLane lane = lanes.get((first + i) % lanes.size());
      if (!lane.isAway()) {
        return lane;
      }
    }
    return lanes.get(first);
  }

  /** The values of some keys, in the keys' order; null for those that have none. */
  public Future<List<@Nullable Response>> values(List<String> keys) {
    if (keys.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    return settings.mode() == RedisSettings.Mode.CLUSTER ? eachValue(keys) : allValues(keys);
  }

  private Future<List<@Nullable Response>> allValues(List<String> keys) {
    Request command = Request.cmd(Command.MGET);
    keys.forEach(command::arg);
    return send(command)
        .map(
            found -> {
              List<@Nullable Response> values = new ArrayList<>(keys.size());
              for (int i = 0; i < keys.size(); i++) {
                values.add(found == null ? null : found.get(i));
              }
              return values;
            });
  }

  /**
   * One by one, in a row on one connection: Vert.x 5.0.8 splits an MGET by slot, and puts the
   * answers together in an order of its own, so that one key gets another's value.
   */
  private Future<List<@Nullable Response>> eachValue(List<String> keys) {
    RedisLane lane = lane();
    List<Future<@Nullable Response>> found = new ArrayList<>(keys.size());
    for (String key : keys) {
      found.add(lane.send(Request.cmd(Command.GET).arg(key)));
    }
    return Future.all(found)
        .map(all -> found.stream().<@Nullable Response>map(Future::result).toList());
  }

  /**
   * A connection to keep, beside those for commands: one that subscribes is of no use for anything
   * else. Who takes it closes it.
   */
  public synchronized Future<RedisConnection> keep() {
    Redis asked = keepers;
    return asked
        .connect()
        .timeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(late -> replace(asked));
  }

  private synchronized void replace(Redis failed) {
    if (failed == keepers && !closed) {
      keepers = clients.forSubscriptions();
      failed.close();
    }
  }

  /** {@code away} where connections were lost and none works; {@code ok} otherwise. */
  public String state() {
    boolean away =
        lanes.stream().anyMatch(RedisLane::isAway) && lanes.stream().noneMatch(RedisLane::isOpen);
    return away ? "away" : "ok";
  }

  /** The number of the database in use: channels, unlike keys, are shared by all of a server's. */
  public int database() {
    return database;
  }

  /** How long one command may take. */
  public Duration timeout() {
    return settings.timeout();
  }

  public synchronized Future<Void> close() {
    closed = true;
    List<Future<Void>> closing = new ArrayList<>(lanes.stream().map(RedisLane::close).toList());
    closing.add(keepers.close());
    return Future.join(closing).mapEmpty();
  }
}
