package org.flashcrowd.cache;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to Redis, on which commands are pipelined, and its circuit breaker: a connection
 * that is lost, or has not answered in time, is cut, and until another one is made commands fail at
 * once. That is tried again and again with backoff and jitter, never by a command that somebody
 * waits for. May be used from any thread.
 */
final class RedisLane {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLane.class);
  private static final long FIRST_RETRY_MILLIS = 50;
  private static final long LAST_RETRY_MILLIS = 1_000;

  private final Vertx vertx;
  private final RedisClients clients;
  private final Duration timeout;
  private volatile @Nullable RedisConnection connection;
  private volatile boolean away;
  private @Nullable Future<RedisConnection> opening;
  private @Nullable Redis client;
  private int attempts;
  private boolean closed;

  RedisLane(Vertx vertx, RedisClients clients, Duration timeout) {
    this.vertx = vertx;
    this.clients = clients;
    this.timeout = timeout;
  }

  boolean isOpen() {
    return connection != null;
  }

  /** Whether the last connection was lost and there is no other one yet. */
  boolean isAway() {
    return away;
  }

  Future<@Nullable Response> send(Request command) {
    RedisConnection current = connection;
    return current == null ? sendOnceOpen(command) : send(current, command);
  }

  private Future<@Nullable Response> send(RedisConnection current, Request command) {
    if (current.pendingQueueFull()) {
      return Future.failedFuture(new RedisAway("too many commands wait for Redis"));
    }
    return current
        .send(command)
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(
            failure -> {
              if (isBroken(failure)) {
                lost(current);
              }
            });
  }

  /**
   * What Redis answered is an answer, were it an error; only that of a master that has become a
   * replica (READONLY) says that another one is to be asked.
   */
  private static boolean isBroken(Throwable failure) {
    return !(failure instanceof Response)
        || String.valueOf(failure.getMessage()).startsWith("READONLY");
  }

  /** Before the first attempt to connect is over, commands wait for it. */
  private Future<@Nullable Response> sendOnceOpen(Request command) {
    Future<RedisConnection> awaited = away ? null : open();
    if (awaited == null) {
      return Future.failedFuture(new RedisAway("Redis is away"));
    }
    Context caller = vertx.getOrCreateContext();
    Promise<@Nullable Response> answer = Promise.promise();
    awaited.onComplete(
        opened ->
            caller.runOnContext(
                turn -> {
                  if (opened.succeeded()) {
                    send(opened.result(), command).onComplete(answer);
                  } else {
                    answer.fail(opened.cause());
                  }
                }));
    return answer.future();
  }

  private synchronized @Nullable Future<RedisConnection> open() {
    if (opening == null && !closed) {
      Redis made = clients.forCommands();
      client = made;
      opening = made.connect().timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
      opening.onComplete(done -> opened(made, done));
    }
    return opening;
  }

  private synchronized void opened(Redis made, AsyncResult<RedisConnection> done) {
    if (made != client) {
      return;
    }
    if (done.failed()) {
      LOG.debug("no connection to Redis: {}", done.cause().getMessage());
      again(made);
      return;
    }
    RedisConnection current = done.result();
    current.endHandler(ended -> lost(current));
    current.exceptionHandler(broken -> lost(current));
    attempts = 0;
    connection = current;
    if (away) {
      away = false;
      LOG.info("Redis is back");
    }
  }

  private synchronized void lost(RedisConnection gone) {
    Redis of = client;
    if (gone == connection && of != null) {
      connection = null;
      LOG.info("a connection to Redis was lost");
      again(of);
    }
  }

  /** The whole client goes: it would keep a connection that hangs for the next one who asks. */
  private void again(Redis gone) {
    away = true;
    client = null;
    opening = null;
    gone.close();
    if (!closed) {
      long ceiling = Math.min(LAST_RETRY_MILLIS, FIRST_RETRY_MILLIS << Math.min(attempts++, 5));
      vertx.setTimer(1 + ThreadLocalRandom.current().nextLong(ceiling), due -> open());
    }
  }

  synchronized Future<Void> close() {
    closed = true;
    connection = null;
    Redis last = client;
    client = null;
    return last == null ? Future.succeededFuture() : last.close();
  }
}
