package org.flashcrowd.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.pubsub.PgChannel;
import io.vertx.pgclient.pubsub.PgSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code LISTEN} on one connection of its own, which reconnects by itself with backoff and jitter.
 * Nothing is owed to one that only listens, so it is asked now and then whether anybody is there: a
 * network that swallowed it would otherwise go unnoticed until the system gives up after hours.
 *
 * <p>What was notified while the connection was down is lost: a listener that must not miss
 * anything also polls, or drops what it holds in {@link #onGap}.
 */
public final class Channels {
  private static final Duration BEAT = Duration.ofSeconds(10);
  private static final long FIRST_RETRY_MILLIS = 100;
  private static final long LAST_RETRY_MILLIS = 5_000;
  private static final long BY_US = -1;

  /** What is done with a channel, on whichever connection. */
  @FunctionalInterface
  private interface Use {
    void of(PgSubscriber connection);
  }

  private final Vertx vertx;
  private final PgConnectOptions options;
  private final Duration beat;
  private final List<Use> uses = new ArrayList<>();
  private @Nullable PgSubscriber subscriber;
  private long timer = -1;
  private boolean reconnecting;
  private boolean closed;

  public Channels(Vertx vertx, Database database) {
    this(vertx, database.listenOptions(), BEAT);
  }

  /**
   * @param beat how often the connection is asked; it has half of that to answer, or to be made
   */
  Channels(Vertx vertx, PgConnectOptions options, Duration beat) {
    this.vertx = vertx;
    this.options = options;
    this.beat = beat;
  }

  /** Listens. Fails where the first connection cannot be made. */
  public synchronized Future<Void> connect() {
    timer = vertx.setPeriodic(beat.toMillis(), tick -> ask());
    return open();
  }

  private synchronized Future<Void> open() {
    // It would try again without an end to any of its tries.
    PgSubscriber fresh =
        PgSubscriber.subscriber(vertx, new PgConnectOptions(options))
            .reconnectPolicy(tries -> BY_US);
    fresh.closeHandler(gone -> reconnect(fresh, 0));
    uses.forEach(use -> use.of(fresh));
    subscriber = fresh;
    Future<Void> connecting = fresh.connect();
    return connecting
        .timeout(patienceMillis(), TimeUnit.MILLISECONDS)
        .onFailure(late -> connecting.onSuccess(connected -> fresh.close()));
  }

  private long patienceMillis() {
    return beat.dividedBy(2).toMillis();
  }

  private synchronized void reconnect(PgSubscriber lost, int tries) {
    if (closed || reconnecting || lost != subscriber) {
      return;
    }
    reconnecting = true;
    vertx.setTimer(delay(tries), due -> retry(tries));
  }

  private static long delay(int tries) {
    long ceiling = Math.min(LAST_RETRY_MILLIS, FIRST_RETRY_MILLIS << Math.min(tries, 6));
    return 1 + ThreadLocalRandom.current().nextLong(ceiling);
  }

  private synchronized void retry(int tries) {
    reconnecting = false;
    if (closed) {
      return;
    }
    Future<Void> opening = open();
    PgSubscriber fresh = subscriber;
    if (fresh != null) {
      opening.onFailure(unreachable -> reconnect(fresh, tries + 1));
    }
  }

  private synchronized void ask() {
    PgConnection connection = subscriber == null ? null : subscriber.actualConnection();
    if (connection != null) {
      connection
          .query("SELECT 1")
          .execute()
          .timeout(patienceMillis(), TimeUnit.MILLISECONDS)
          .onFailure(silent -> Silence.cut(connection));
    }
  }

  /** Calls {@code listener} with the payload of each notification, on an event loop. */
  public void listen(String channel, Consumer<String> listener) {
    use(connection -> connection.channel(channel).handler(listener::accept));
  }

  /** Calls {@code task} each time a channel is listened to again after a lost connection. */
  public void onGap(String channel, Runnable task) {
    // Only a channel that has a handler is kept, and told when it is listened to again.
    use(
        connection -> {
          PgChannel kept = connection.channel(channel);
          kept.subscribeHandler(subscribed -> task.run()).handler(notified -> {});
        });
  }

  private synchronized void use(Use use) {
    uses.add(use);
    if (subscriber != null) {
      use.of(subscriber);
    }
  }

  public synchronized Future<Void> close() {
    closed = true;
    vertx.cancelTimer(timer);
    return subscriber == null ? Future.succeededFuture() : subscriber.close();
  }
}
