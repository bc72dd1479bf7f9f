package org.flashcrowd.resilience;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Makes every circuit breaker of a node, and is the one place that tells their states: as meters,
 * and in a word for {@code /health}.
 */
public final class Breakers {
  private final Vertx vertx;
  private final MeterRegistry registry;
  // How many are open, by name: 0 or 1 of one that stands alone.
  private final Map<String, LongSupplier> open = new ConcurrentSkipListMap<>();

  public Breakers(Vertx vertx, MeterRegistry registry) {
    this.vertx = vertx;
    this.registry = registry;
  }

  /**
   * Makes a breaker that lives as long as the node.
   *
   * @param name what is called through it, such as {@code mail}; unique
   */
  public Breaker breaker(String name, BreakerSettings settings) {
    Breaker breaker = new Breaker(vertx, name, settings, new BreakerMeters(registry, name));
    add(name, () -> breaker.isOpen() ? 1 : 0);
    Gauge.builder("flashcrowd.breaker.state", () -> number(breaker.state()))
        .description("0 for a circuit breaker that is closed, 1 for half open, 2 for open")
        .tag("breaker", name)
        .strongReference(true)
        .register(registry);
    return breaker;
  }

  /**
   * Makes a family of breakers, one for each target, metered together: targets are as many as
   * people name.
   *
   * @param most targets that are remembered
   */
  public BreakerFamily family(String name, BreakerSettings settings, int most) {
    BreakerMeters meters = new BreakerMeters(registry, name);
    BreakerFamily family =
        new BreakerFamily(
            most, target -> new Breaker(vertx, name + " " + target, settings, meters));
    add(name, family::open);
    return family;
  }

  private void add(String name, LongSupplier howMany) {
    if (open.putIfAbsent(name, howMany) != null) {
      throw new IllegalStateException("two breakers are called " + name);
    }
    Gauge.builder("flashcrowd.breaker.open", howMany, LongSupplier::getAsLong)
        .description("Circuit breakers of this name that are not closed")
        .tag("breaker", name)
        .strongReference(true)
        .register(registry);
  }

  private static int number(CircuitBreakerState state) {
    return switch (state) {
      case CLOSED -> 0;
      case HALF_OPEN -> 1;
      case OPEN -> 2;
    };
  }

  /** {@code closed}, or which are not: {@code open: limits, push (3)}. */
  public String summary() {
    String names =
        open.entrySet().stream()
            .map(entry -> named(entry.getKey(), entry.getValue().getAsLong()))
            .filter(name -> !name.isEmpty())
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "closed" : "open: " + names;
  }

  private static String named(String name, long howMany) {
    if (howMany == 0) {
      return "";
    }
    return howMany == 1 ? name : name + " (" + howMany + ")";
  }
}
