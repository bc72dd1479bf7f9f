package org.flashcrowd.streaming;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/** What is measured of live events. */
final class StreamingMeters {
  private final MeterRegistry registry;
  private final Map<String, Counter> sent = new ConcurrentHashMap<>();
  private final Counter slow;
  private final Counter overflow;

  StreamingMeters(MeterRegistry registry) {
    this.registry = registry;
    this.slow =
        Counter.builder("flashcrowd.streaming.dropped.readers")
            .description("Sockets that were ended because their reader was too slow")
            .register(registry);
    this.overflow =
        Counter.builder("flashcrowd.streaming.dropped.events")
            .description("Events that were not delivered because too many were under way")
            .register(registry);
  }

  void count(IntSupplier sockets) {
    Gauge.builder("flashcrowd.streaming.sockets", sockets, IntSupplier::getAsInt)
        .description("Open WebSockets and event streams")
        .strongReference(true)
        .register(registry);
  }

  /** One event went to one socket. */
  void sent(String event) {
    sent.computeIfAbsent(
            event,
            name ->
                Counter.builder("flashcrowd.streaming.sent")
                    .description("Events sent, each to one socket")
                    .tag("event", name)
                    .register(registry))
        .increment();
  }

  void droppedSlow() {
    slow.increment();
  }

  void droppedEvent() {
    overflow.increment();
  }
}
