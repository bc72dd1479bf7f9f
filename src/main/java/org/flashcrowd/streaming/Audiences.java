package org.flashcrowd.streaming;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.flashcrowd.live.Live;
import org.flashcrowd.live.LiveEvent;

/**
 * Who listens on this node to what. The node is subscribed to a channel from its first listener to
 * its last. May be used from any thread.
 */
final class Audiences {
  private final Live live;
  private final Map<String, Audience> byChannel = new ConcurrentHashMap<>();
  private Consumer<LiveEvent> deliver = event -> {};

  Audiences(Live live) {
    this.live = live;
  }

  /**
   * Hands over each event of a channel that somebody listens to; said once, before anybody does.
   */
  void deliverBy(Deliveries deliveries) {
    deliver = deliveries::accept;
  }

  /** Completes when events come; never fails. */
  Future<Void> join(Subscription one) {
    List<Future<Void>> ready =
        one.stream().channels(one.socket().account()).stream()
            .map(channel -> join(channel, one).ready())
            .toList();
    return Future.all(ready).mapEmpty();
  }

  private Audience join(String channel, Subscription one) {
    return byChannel.compute(
        channel,
        (name, known) -> {
          Audience audience = known == null ? new Audience(live.listen(name, deliver)) : known;
          audience.add(one);
          return audience;
        });
  }

  void leave(Subscription one) {
    one.stream().channels(one.socket().account()).forEach(channel -> leave(channel, one));
  }

  private void leave(String channel, Subscription one) {
    byChannel.computeIfPresent(
        channel,
        (name, audience) -> {
          audience.remove(one);
          if (!audience.isEmpty()) {
            return audience;
          }
          audience.close();
          return null;
        });
  }

  /** Everybody who listens to a channel. */
  List<Subscription> of(String channel) {
    Audience audience = byChannel.get(channel);
    return audience == null ? List.of() : audience.all();
  }
}
