package org.flashcrowd.resilience;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What is counted of one breaker, or of all those of one family together. */
final class BreakerMeters {
  private final Counter opened;
  private final Counter succeeded;
  private final Counter failed;
  private final Counter refused;

  BreakerMeters(MeterRegistry registry, String breaker) {
    this.opened =
        Counter.builder("flashcrowd.breaker.opened")
            .description("Times that a circuit breaker opened")
            .tag("breaker", breaker)
            .register(registry);
    this.succeeded = calls(registry, breaker, "succeeded");
    this.failed = calls(registry, breaker, "failed");
    this.refused = calls(registry, breaker, "refused");
  }

  private static Counter calls(MeterRegistry registry, String breaker, String outcome) {
    return Counter.builder("flashcrowd.breaker.calls")
        .description("Calls through a circuit breaker; those refused were not made")
        .tag("breaker", breaker)
        .tag("outcome", outcome)
        .register(registry);
  }

  void opened() {
    opened.increment();
  }

  void succeeded() {
    succeeded.increment();
  }

  void failed() {
    failed.increment();
  }

  void refused() {
    refused.increment();
  }
}
