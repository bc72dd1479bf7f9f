package org.flashcrowd.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Latency and outcome of each route. One instance an event loop, so its map needs no lock. */
final class RouteMetrics {
  private record Key(Route route, int status) {}

  private final MeterRegistry meters;
  private final Map<Key, Timer> timers = new HashMap<>();

  RouteMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  void record(Route route, int status, long nanos) {
    // An unknown path has a route of its own each time: it must not grow the map.
    Timer timer =
        route.path().equals(Routes.UNKNOWN)
            ? register(route, status)
            : timers.computeIfAbsent(
                new Key(route, status), key -> register(key.route(), key.status()));
    timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer register(Route route, int status) {
    return Timer.builder("flashcrowd.http.requests")
        .description("Time from a request's head to its answer")
        .tag("route", route.path())
        .tag("method", route.path().equals(Routes.UNKNOWN) ? "any" : route.method().name())
        .tag("status", Integer.toString(status))
        .serviceLevelObjectives(
            Duration.ofMillis(5),
            Duration.ofMillis(25),
            Duration.ofMillis(100),
            Duration.ofMillis(250),
            Duration.ofSeconds(1))
        .register(meters);
  }
}
