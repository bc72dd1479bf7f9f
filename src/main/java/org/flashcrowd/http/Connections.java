package org.flashcrowd.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections whose peer takes too long: to send a whole request head, or to send a body
 * faster than the least rate. Two sweeps a second over the connections of one event loop, instead
 * of a timer for each request. Used on that event loop only.
 */
final class Connections {
  private static final long SWEEP_MILLIS = 500;

  /** What is known of one connection. */
  static final class State {
    private long deadline;
    private long bodyStarted;
    private @Nullable HttpServerRequest body;
    private int inFlight;
    private int owed;

    /** A request was handed on to be answered in its turn. */
    void passedOn() {
      owed++;
    }

    /**
     * Whether each request that was handed on has its answer: those that came in one piece wait for
     * each other, and are not {@code inFlight} yet.
     */
    boolean owesNothing() {
      return owed == 0;
    }
  }

  // For an answer to be read by a client that is still sending.
  private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_BODY_NANOS = TimeUnit.HOURS.toNanos(6);

  private final Map<HttpConnection, State> open = new LinkedHashMap<>();
  private final Set<Takeover.Kept> kept = new HashSet<>();
  private volatile boolean leaving;
  private final long headNanos;
  private final long idleNanos;
  private final long bodyRate;

  /**
   * @param headMillis from the connection's start to the end of its first request head
   * @param idleMillis from an answer to the end of the next request head
   * @param bodyRate bytes a second that a body must bring on average, once it has taken longer than
   *     a head may; 0 for any
   */
  Connections(long headMillis, long idleMillis, long bodyRate) {
    this.headNanos = TimeUnit.MILLISECONDS.toNanos(headMillis);
    this.idleNanos = TimeUnit.MILLISECONDS.toNanos(idleMillis);
    this.bodyRate = bodyRate;
  }

  void start(Vertx vertx) {
    vertx.setPeriodic(SWEEP_MILLIS, tick -> sweep(System.nanoTime()));
  }

  State opened(HttpConnection connection) {
    State state = new State();
    state.deadline = System.nanoTime() + headNanos;
    open.put(connection, state);
    connection.closeHandler(closed -> open.remove(connection));
    return state;
  }

  /** The head of a request has come: from here on its body is timed. */
  void headReceived(HttpServerRequest request) {
    State state = open.get(request.connection());
    if (state != null) {
      state.inFlight++;
      state.bodyStarted = System.nanoTime();
      state.body = request;
    }
  }

  /** A request was answered without having been handed on: the next head is waited for. */
  void answeredEarly(State state) {
    state.deadline = System.nanoTime() + idleNanos;
  }

  /** The body has come: the rest is our own time, which other deadlines bound. */
  void bodyReceived(HttpConnection connection) {
    State state = open.get(connection);
    if (state != null) {
      state.body = null;
    }
  }

  /**
   * The answer has gone: the next head is waited for. Where there is none to come, because a body
   * was refused unread, the client has a moment to read the answer: closed at once the connection
   * would be reset, and the answer lost on its way (RFC 9112, section 9.6).
   */
  void answered(HttpServerRequest request) {
    HttpConnection connection = request.connection();
    State state = open.get(connection);
    if (state == null) {
      return;
    }
    state.owed--;
    if (--state.inFlight == 0) {
      boolean last = isLast(request);
      state.body = null;
      state.deadline = System.nanoTime() + (last ? FAREWELL_NANOS : idleNanos);
      if (last && !request.isEnded()) {
        request.endHandler(sent -> connection.close());
      }
    }
  }

  private static boolean isLast(HttpServerRequest request) {
    return request
        .response()
        .headers()
        .contains(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
  }

  /** The connection is no longer for requests: its own rules bound it from here on. */
  void takenOver(HttpConnection connection, Takeover.Kept by) {
    open.remove(connection);
    kept.add(by);
    by.ended().onComplete(ended -> kept.remove(by));
  }

  /** From now on each answer is its connection's last. From any thread. */
  void leave() {
    leaving = true;
  }

  boolean leaving() {
    return leaving;
  }

  /** Asks the connections that were taken over to end. */
  void farewell() {
    List.copyOf(kept).forEach(one -> one.farewell().run());
  }

  void sweep(long now) {
    Iterator<Map.Entry<HttpConnection, State>> entries = Map.copyOf(open).entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<HttpConnection, State> entry = entries.next();
      State state = entry.getValue();
      boolean late =
          state.inFlight == 0
              ? now - state.deadline > 0
              : state.body != null && tooSlow(state.body, now - state.bodyStarted);
      if (late) {
        entry.getKey().close();
      }
    }
  }

  private boolean tooSlow(HttpServerRequest body, long nanos) {
    long timed = nanos - headNanos;
    return timed > LONGEST_BODY_NANOS || (timed > 0 && body.bytesRead() < timed / 1e9 * bodyRate);
  }
}
