package org.flashcrowd.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.Optional;
import org.flashcrowd.config.Config;
import org.flashcrowd.resilience.Surge;

/** An edge with nothing behind it: no limits, no surge, nobody signed in unless a test says so. */
final class PlainEdge {
  private PlainEdge() {}

  static HttpEdge of(Config config, Routes routes, Path incoming) {
    return of(config, routes, token -> Future.succeededFuture(Optional.empty()), incoming);
  }

  static HttpEdge of(Config config, Routes routes, Authenticator authenticator, Path incoming) {
    return edge(config, routes, authenticator, Surge.CALM, new SimpleMeterRegistry(), incoming);
  }

  /** One that is in trouble, and counts whom it refuses. */
  static HttpEdge of(
      Config config, Routes routes, Surge surge, MeterRegistry meters, Path incoming) {
    return edge(
        config, routes, token -> Future.succeededFuture(Optional.empty()), surge, meters, incoming);
  }

  private static HttpEdge edge(
      Config config,
      Routes routes,
      Authenticator authenticator,
      Surge surge,
      MeterRegistry meters,
      Path incoming) {
    return new HttpEdge(
        config,
        routes,
        authenticator,
        RequestLimits.OFF,
        account -> Future.succeededFuture(),
        surge,
        meters,
        incoming);
  }
}
