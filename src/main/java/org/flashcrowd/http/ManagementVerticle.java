package org.flashcrowd.http;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import org.flashcrowd.config.Config;
import org.flashcrowd.observability.Health;
import org.flashcrowd.observability.Metrics;
import org.flashcrowd.surge.SurgeGovernor;
import org.jspecify.annotations.Nullable;

/**
 * The operator's port: {@code /metrics}, {@code /health/live}, {@code /health/ready}, {@code
 * /surge}. Bound to the loopback address unless configured otherwise.
 */
public final class ManagementVerticle extends VerticleBase {
  private final Config.Management config;
  private final Metrics metrics;
  private final Health health;
  private final SurgeEndpoint surge;
  private @Nullable HttpServer server;

  public ManagementVerticle(
      Config.Management config, Metrics metrics, Health health, SurgeGovernor surge) {
    this.config = config;
    this.metrics = metrics;
    this.health = health;
    this.surge = new SurgeEndpoint(surge);
  }

  @Override
  public Future<?> start() {
    server = vertx.createHttpServer().requestHandler(this::answer);
    return server.listen(config.port(), config.host());
  }

  public int port() {
    return server == null ? -1 : server.actualPort();
  }

  private void answer(HttpServerRequest http) {
    if (SurgeEndpoint.takes(http)) {
      surge.answer(http);
      return;
    }
    if (!http.method().equals(HttpMethod.GET) && !http.method().equals(HttpMethod.HEAD)) {
      http.response().setStatusCode(405).putHeader("Allow", "GET, HEAD").end();
      return;
    }
    switch (http.path()) {
      case "/metrics" -> scrape(http);
      case "/health/live" -> reply(http, health.live());
      case "/health", "/health/ready" -> reply(http, health.ready());
      case null, default -> http.response().setStatusCode(404).end();
    }
  }

  /** Thousands of meters take milliseconds to write: not on the event loop. */
  private void scrape(HttpServerRequest http) {
    vertx
        .executeBlocking(metrics::scrape, false)
        .onSuccess(
            text ->
                http.response()
                    .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(text))
        .onFailure(failure -> http.response().setStatusCode(500).end());
  }

  private static void reply(HttpServerRequest http, Health.Report report) {
    Buffer body = Json.write(report);
    http.response()
        .setStatusCode(report.ok() ? 200 : 503)
        .putHeader("Content-Type", "application/json; charset=utf-8")
        .end(body);
  }
}
