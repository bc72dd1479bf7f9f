package org.flashcrowd.streaming;

import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Messages for many sockets, handed over to each event loop in one go. */
final class Outgoing {
  private record Addressed(Subscription to, Message message) {}

  private final Map<Context, List<Addressed>> byLoop = new HashMap<>();

  void add(Subscription to, Message message) {
    byLoop
        .computeIfAbsent(to.socket().context(), loop -> new ArrayList<>())
        .add(new Addressed(to, message));
  }

  void send() {
    byLoop.forEach(
        (loop, messages) ->
            loop.runOnContext(turn -> messages.forEach(one -> one.to().send(one.message()))));
  }
}
