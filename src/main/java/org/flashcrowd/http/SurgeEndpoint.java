package org.flashcrowd.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import org.flashcrowd.resilience.Surge.Level;
import org.flashcrowd.surge.SurgeGovernor;
import org.jspecify.annotations.Nullable;

/**
 * The surge governor on the operator's port: {@code GET /surge}, {@code POST /surge/pin?level=3},
 * {@code POST /surge/release}. A pin holds for every node of the site.
 */
final class SurgeEndpoint {
  private static final String PATH = "/surge";

  private final SurgeGovernor governor;

  SurgeEndpoint(SurgeGovernor governor) {
    this.governor = governor;
  }

  /** Whether a call is for this. */
  static boolean takes(HttpServerRequest http) {
    String path = String.valueOf(http.path());
    return path.equals(PATH) || path.startsWith(PATH + "/");
  }

  void answer(HttpServerRequest http) {
    boolean changes = http.method().equals(HttpMethod.POST);
    if (changes && http.headers().contains("Origin")) {
      // A page in an operator's browser may reach this port, and must not turn the site off.
      plain(http, 403, "not from a browser");
    } else if (changes && "/surge/pin".equals(http.path())) {
      level(http.getParam("level"))
          .ifPresentOrElse(
              level -> confirm(http, governor.pins().pin(level), "pinned"),
              () -> plain(http, 400, "level is a number from 0 to 4"));
    } else if (changes && "/surge/release".equals(http.path())) {
      confirm(http, governor.pins().release(), "released");
    } else if (PATH.equals(http.path()) && !changes) {
      http.response()
          .putHeader("Content-Type", "application/json; charset=utf-8")
          .end(Json.write(governor.report()));
    } else {
      plain(http, 404, "no such thing");
    }
  }

  private static Optional<Level> level(@Nullable String given) {
    return given != null && given.matches("[0-4]")
        ? Optional.of(Level.of(Integer.parseInt(given)))
        : Optional.empty();
  }

  private static void confirm(HttpServerRequest http, Future<Void> written, String done) {
    written
        .onSuccess(told -> plain(http, 200, done))
        .onFailure(failure -> plain(http, 503, "not written: " + failure.getMessage()));
  }

  private static void plain(HttpServerRequest http, int status, String text) {
    http.response()
        .setStatusCode(status)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .end(text + "\n");
  }
}
