package org.flashcrowd.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.pubsub.PgSubscriber;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * {@code LISTEN} on one connection of its own, which reconnects by itself with backoff and jitter.
 *
 * <p>What was notified while the connection was down is lost: a listener that must not miss
 * anything also polls, or drops what it holds in {@link #onGap}.
 */
public final class Channels {
  private static final long FIRST_RETRY_MILLIS = 100;
  private static final long LAST_RETRY_MILLIS = 5_000;

  private final PgSubscriber subscriber;

  public Channels(Vertx vertx, Database database) {
    this.subscriber = PgSubscriber.subscriber(vertx, database.listenOptions());
    subscriber.reconnectPolicy(Channels::delay);
  }

  private static long delay(int attempt) {
    long ceiling = Math.min(LAST_RETRY_MILLIS, FIRST_RETRY_MILLIS << Math.min(attempt, 6));
    return 1 + ThreadLocalRandom.current().nextLong(ceiling);
  }

  public Future<Void> connect() {
    return subscriber.connect();
  }

  /** Calls {@code listener} with the payload of each notification, on an event loop. */
  public void listen(String channel, Consumer<String> listener) {
    subscriber.channel(channel).handler(listener::accept);
  }

  /** Calls {@code task} each time a channel is listened to again after a lost connection. */
  public void onGap(String channel, Runnable task) {
    // Only a channel that has a handler is kept, and told when it is listened to again.
    subscriber.channel(channel).subscribeHandler(subscribed -> task.run()).handler(notified -> {});
  }

  public Future<Void> close() {
    return subscriber.close();
  }
}
