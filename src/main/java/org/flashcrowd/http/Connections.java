package org.flashcrowd.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Closes connections whose peer takes too long: to send a whole request head, or to send a body at
 * the least rate. One sweep a second over the connections of one event loop, instead of a timer for
 * each request. Used on that event loop only.
 */
final class Connections {
  private static final class State {
    private long deadline;
    private long bodyStarted;
    private int inFlight;
  }

  private final Map<HttpConnection, State> open = new LinkedHashMap<>();
  private final long headNanos;
  private final long idleNanos;
  private final long bodyNanos;
  private long sweep = -1;

  /**
   * @param headMillis from the connection's start to the end of its first request head
   * @param idleMillis from an answer to the end of the next request head
   * @param bodyMillis for the whole of a request body
   */
  Connections(long headMillis, long idleMillis, long bodyMillis) {
    this.headNanos = TimeUnit.MILLISECONDS.toNanos(headMillis);
    this.idleNanos = TimeUnit.MILLISECONDS.toNanos(idleMillis);
    this.bodyNanos = TimeUnit.MILLISECONDS.toNanos(bodyMillis);
  }

  void start(Vertx vertx) {
    sweep = vertx.setPeriodic(1_000, tick -> sweep(System.nanoTime()));
  }

  void stop(Vertx vertx) {
    vertx.cancelTimer(sweep);
  }

  void opened(HttpConnection connection) {
    State state = new State();
    state.deadline = System.nanoTime() + headNanos;
    open.put(connection, state);
    connection.closeHandler(closed -> open.remove(connection));
  }

  /** The head of a request has come: from here on its body is timed. */
  void headReceived(HttpConnection connection) {
    State state = open.get(connection);
    if (state != null) {
      state.inFlight++;
      state.bodyStarted = System.nanoTime();
    }
  }

  /** The body has come: the rest is our own time, which other deadlines bound. */
  void bodyReceived(HttpConnection connection) {
    State state = open.get(connection);
    if (state != null) {
      state.bodyStarted = 0;
    }
  }

  /** The answer has gone: the next head is waited for. */
  void answered(HttpConnection connection) {
    State state = open.get(connection);
    if (state != null && --state.inFlight == 0) {
      state.bodyStarted = 0;
      state.deadline = System.nanoTime() + idleNanos;
    }
  }

  int size() {
    return open.size();
  }

  void sweep(long now) {
    Iterator<Map.Entry<HttpConnection, State>> entries = Map.copyOf(open).entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<HttpConnection, State> entry = entries.next();
      State state = entry.getValue();
      boolean late =
          state.inFlight == 0
              ? now - state.deadline > 0
              : state.bodyStarted != 0 && now - state.bodyStarted > bodyNanos;
      if (late) {
        entry.getKey().close();
      }
    }
  }
}
