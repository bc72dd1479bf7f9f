package org.flashcrowd.cache;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.flashcrowd.config.RedisSettings;
import org.flashcrowd.config.Secret;

/**
 * Makes clients of a Redis, of the master that sentinels name, or of a cluster. Each client asks
 * another of the configured addresses first: one that hangs costs an attempt, not all of them.
 */
final class RedisClients {
  // What one connection may leave unanswered.
  private static final int MAX_WAITING = 1_024;

  private final Vertx vertx;
  private final RedisSettings settings;
  private final List<String> addresses;
  private final AtomicInteger turn = new AtomicInteger();

  RedisClients(Vertx vertx, Secret uri, RedisSettings settings) {
    this.vertx = vertx;
    this.settings = settings;
    this.addresses = addresses(uri.value(), settings.nodes());
  }

  private static List<String> addresses(String first, List<String> nodes) {
    String authority = URI.create(first).getRawAuthority();
    List<String> addresses = new ArrayList<>(List.of(first));
    for (String node : nodes) {
      String user = authority.substring(0, authority.lastIndexOf('@') + 1);
      addresses.add(first.replace("://" + authority, "://" + user + node));
    }
    return addresses;
  }

  /** For commands. */
  Redis forCommands() {
    return Redis.createClient(
        vertx, options().setType(RedisClientType.valueOf(settings.mode().name())));
  }

  /**
   * For subscriptions. A cluster tells each of its nodes what is published at any of them, and
   * Vert.x' client would spread subscriptions over all: there, one node is enough.
   */
  Redis forSubscriptions() {
    RedisOptions options = options();
    return settings.mode() == RedisSettings.Mode.CLUSTER
        ? Redis.createClient(vertx, options.setEndpoints(options.getEndpoints().subList(0, 1)))
        : forCommands();
  }

  private RedisOptions options() {
    List<String> rotated = new ArrayList<>(addresses);
    Collections.rotate(rotated, turn.getAndIncrement());
    return new RedisOptions()
        .setEndpoints(rotated)
        .setMasterName(settings.master())
        // One is in use; the other asks a sentinel or the cluster where everything is.
        .setMaxPoolSize(2)
        .setMaxPoolWaiting(MAX_WAITING)
        .setMaxWaitingHandlers(MAX_WAITING)
        .setNetClientOptions(
            new NetClientOptions()
                .setConnectTimeout((int) settings.timeout().toMillis())
                .setTcpKeepAlive(true));
  }
}
