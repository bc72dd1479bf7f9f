package org.flashcrowd.streaming;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.flashcrowd.live.LiveEvent;
import org.flashcrowd.resilience.Bulkhead;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events as they come and has them delivered: several at once, but those about one thing on
 * one channel one after the other, so that nobody is told that a post is gone before being told of
 * it. A bounded number may be under way; what comes on top is dropped, and counted. Used on the one
 * event loop that live events come on.
 */
final class Deliveries {
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
  private static final int AT_ONCE = 8;
  private static final int MOST = 2_000;

  private record Subject(String channel, Object id) {}

  private static final Set<String> OF_STATUSES =
      Set.of(StatusEvents.UPDATE, StatusEvents.EDIT, StatusEvents.DELETE);

  private final StatusDelivery statuses;
  private final PersonalDelivery others;
  private final StreamingMeters meters;
  private final Bulkhead bulkhead = new Bulkhead("streaming", AT_ONCE, MOST);
  private final Map<Subject, Future<?>> last = new HashMap<>();
  private int underWay;

  Deliveries(StatusDelivery statuses, PersonalDelivery others, StreamingMeters meters) {
    this.statuses = statuses;
    this.others = others;
    this.meters = meters;
  }

  void accept(LiveEvent event) {
    if (underWay >= MOST) {
      meters.droppedEvent();
      return;
    }
    underWay++;
    Subject subject = new Subject(event.channel(), event.args().getValue("status", ""));
    Future<?> before = last.getOrDefault(subject, Future.succeededFuture());
    Future<?> done = before.transform(over -> bulkhead.run(() -> deliver(event)));
    last.put(subject, done);
    done.onComplete(
        over -> {
          underWay--;
          last.remove(subject, done);
          over(event, over.cause());
        });
  }

  private Future<Object> deliver(LiveEvent event) {
    Future<?> delivered =
        OF_STATUSES.contains(event.name()) ? statuses.deliver(event) : others.deliver(event);
    return delivered.map(done -> event);
  }

  private static void over(LiveEvent event, @Nullable Throwable failure) {
    if (failure != null) {
      LOG.warn("{} on {} not delivered: {}", event.name(), event.channel(), failure.toString());
    }
  }
}
