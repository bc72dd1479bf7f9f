package org.flashcrowd.live;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.flashcrowd.cache.RedisConnections;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's subscriptions in Redis, on one connection of their own: to the channels that somebody
 * listens to, and to no others. A connection that is lost, or that does not answer, is made anew
 * with backoff and jitter, and subscribed to all of them. Everything here happens on one context.
 */
final class Subscriber {
  private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);
  private static final long FIRST_RETRY_MILLIS = 100;
  private static final long LAST_RETRY_MILLIS = 2_000;
  private static final long PING_MILLIS = 5_000;
  private static final int IN_A_COMMAND = 500;
  // As RESP3 and RESP2 send what was not asked for; anything else is an answer that came too late.
  private static final Set<ResponseType> LISTS = Set.of(ResponseType.PUSH, ResponseType.MULTI);

  /** The listeners of one channel, and whether its events arrive. */
  private static final class Channel {
    private final Set<Subscription> listeners = new LinkedHashSet<>();
    private final Promise<Void> subscribed = Promise.promise();
  }

  private final class Subscription implements Listening {
    private final String channel;
    private final Consumer<LiveEvent> listener;
    private final Promise<Void> ready = Promise.promise();

    Subscription(String channel, Consumer<LiveEvent> listener) {
      this.channel = channel;
      this.listener = listener;
    }

    @Override
    public Future<Void> ready() {
      return ready.future();
    }

    @Override
    public void close() {
      context.runOnContext(closed -> remove(this));
    }
  }

  private final Vertx vertx;
  private final RedisConnections redis;
  private final String prefix;
  private final Context context;
  private final Map<String, Channel> channels = new HashMap<>();
  private @Nullable RedisConnection connection;
  private boolean connecting;
  private boolean closed;
  private int attempts;

  /**
   * @param prefix of every channel's name in Redis
   */
  Subscriber(Vertx vertx, RedisConnections redis, String prefix) {
    this.vertx = vertx;
    this.redis = redis;
    this.prefix = prefix;
    this.context = vertx.getOrCreateContext();
  }

  Listening listen(String channel, Consumer<LiveEvent> listener) {
    Subscription subscription = new Subscription(channel, listener);
    context.runOnContext(listening -> add(subscription));
    return subscription;
  }

  private void add(Subscription added) {
    Channel channel = channels.computeIfAbsent(added.channel, name -> new Channel());
    channel.listeners.add(added);
    channel
        .subscribed
        .future()
        .timeout(redis.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(subscribed -> added.ready.tryComplete());
    if (channel.listeners.size() == 1) {
      command(Command.SUBSCRIBE, List.of(added.channel));
    }
    if (connection == null) {
      connect();
    }
  }

  private void remove(Subscription removed) {
    Channel channel = channels.get(removed.channel);
    if (channel != null && channel.listeners.remove(removed) && channel.listeners.isEmpty()) {
      channels.remove(removed.channel);
      command(Command.UNSUBSCRIBE, List.of(removed.channel));
    }
  }

  private void command(Command command, Collection<String> names) {
    RedisConnection current = connection;
    if (current != null && !names.isEmpty()) {
      Request request = Request.cmd(command);
      names.forEach(name -> request.arg(prefix + name));
      current.send(request).onFailure(broken -> lost(current));
    }
  }

  private void connect() {
    if (connecting || closed || connection != null) {
      return;
    }
    connecting = true;
    redis.keep().onComplete(made -> context.runOnContext(turn -> connected(made)));
  }

  private void connected(io.vertx.core.AsyncResult<RedisConnection> made) {
    connecting = false;
    if (made.failed()) {
      retry();
    } else if (closed) {
      made.result().close();
    } else {
      subscribe(made.result());
    }
  }

  private void subscribe(RedisConnection made) {
    connection = made;
    attempts = 0;
    made.handler(reply -> context.runOnContext(turn -> received(reply)));
    made.endHandler(ended -> lost(made));
    made.exceptionHandler(broken -> lost(made));
    List<String> names = List.copyOf(channels.keySet());
    for (int at = 0; at < names.size(); at += IN_A_COMMAND) {
      command(Command.SUBSCRIBE, names.subList(at, Math.min(names.size(), at + IN_A_COMMAND)));
    }
    ping(made);
  }

  /** A Redis that hangs, or a wire that was cut without a word, is noticed by this alone. */
  private void ping(RedisConnection current) {
    vertx.setTimer(
        PING_MILLIS,
        due -> {
          if (current == connection) {
            current
                .send(Request.cmd(Command.PING))
                .timeout(redis.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(alive -> context.runOnContext(turn -> ping(current)))
                .onFailure(silent -> lost(current));
          }
        });
  }

  private void lost(RedisConnection gone) {
    context.runOnContext(
        turn -> {
          if (gone == connection) {
            connection = null;
            gone.close();
            LOG.info("live events are interrupted: the connection to Redis was lost");
            retry();
          }
        });
  }

  private void retry() {
    long ceiling = Math.min(LAST_RETRY_MILLIS, FIRST_RETRY_MILLIS << Math.min(attempts++, 6));
    vertx.setTimer(
        1 + ThreadLocalRandom.current().nextLong(ceiling),
        due -> context.runOnContext(turn -> connect()));
  }

  /** {@code [subscribe, channel, count]} or {@code [message, channel, payload]}. */
  private void received(@Nullable Response reply) {
    if (reply == null || !LISTS.contains(reply.type()) || reply.size() < 3) {
      return;
    }
    String name = reply.get(1).toString();
    Channel channel =
        name.startsWith(prefix) ? channels.get(name.substring(prefix.length())) : null;
    if (channel == null) {
      return;
    }
    switch (reply.get(0).toString()) {
      case "subscribe" -> channel.subscribed.tryComplete();
      case "message" ->
          LiveEvent.decode(name.substring(prefix.length()), reply.get(2).toString())
              .ifPresent(event -> tell(channel, event));
      default -> {}
    }
  }

  private static void tell(Channel channel, LiveEvent event) {
    for (Subscription listening : List.copyOf(channel.listeners)) {
      listening.listener.accept(event);
    }
  }

  Future<Void> close() {
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        turn -> {
          closed = true;
          RedisConnection last = connection;
          connection = null;
          (last == null ? Future.<Void>succeededFuture() : last.close()).onComplete(done);
        });
    return done.future();
  }
}
