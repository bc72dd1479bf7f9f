package org.flashcrowd.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/**
 * A route's way to keep a connection after its call: a WebSocket, a stream of events. From then on
 * none of HTTP's deadlines holds for the connection; the route bounds how many there are, notices
 * the ones that are dead, and ends them when the node stops.
 */
@FunctionalInterface
public interface Takeover {
  /**
   * A connection that is kept.
   *
   * @param ended completes when it is over
   * @param farewell asks it to end, because the node stops; called on its event loop
   */
  record Kept(Future<?> ended, Runnable farewell) {}

  /** Answers the call on the connection itself; called on its event loop. */
  Kept begin(HttpServerRequest http);
}
