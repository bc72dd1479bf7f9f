package org.flashcrowd.analytics;

import io.vertx.core.Future;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;
import org.flashcrowd.http.Traffic;

/** Where clients tell what people look at. */
final class EventRoutes implements RouteSource {
  private static final int ACCEPTED = 202;

  /** The answer. */
  record Accepted(int accepted) {}

  private final Events events;

  EventRoutes(Events events) {
    this.events = events;
  }

  @Override
  public void declare(Routes routes) {
    Access write =
        Access.account("write").limited(Access.Limit.EVENTS).as(Traffic.EVENTS).notReadBack();
    routes.post("/api/v1/events", write, this::create);
  }

  private Future<Reply> create(Request request) {
    return events
        .accept(request.account(), request.params())
        .map(count -> Reply.json(ACCEPTED, new Accepted(count)));
  }
}
