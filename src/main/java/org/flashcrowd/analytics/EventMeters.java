package org.flashcrowd.analytics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** What is counted and timed of events. */
final class EventMeters {
  /** Why a batch was not taken. */
  enum Reason {
    /** Something in it is wrong. */
    INVALID,
    /** Too many wait already. */
    FULL,
    /** It could not be written, or not in time. */
    FAILED
  }

  private final MeterRegistry registry;
  private final Counter accepted;
  private final Map<Reason, Counter> refused = new EnumMap<>(Reason.class);
  private final Timer write;

  EventMeters(MeterRegistry registry) {
    this.registry = registry;
    this.accepted =
        Counter.builder("flashcrowd.events.accepted")
            .description("Events that were committed and acknowledged")
            .register(registry);
    for (Reason reason : Reason.values()) {
      refused.put(
          reason,
          Counter.builder("flashcrowd.events.refused")
              .description("Batches of events that were not taken")
              .tag("reason", reason.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    this.write =
        Timer.builder("flashcrowd.events.write")
            .description("Time to write one group of batches, failed ones included")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofSeconds(2))
            .register(registry);
  }

  void watch(IntSupplier waiting) {
    Gauge.builder("flashcrowd.events.waiting", waiting::getAsInt)
        .description("Events that are not committed yet")
        .strongReference(true)
        .register(registry);
  }

  void accepted(int events) {
    accepted.increment(events);
  }

  void refused(Reason reason) {
    Objects.requireNonNull(refused.get(reason)).increment();
  }

  void written(long began) {
    write.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
  }
}
