package org.flashcrowd.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.BiConsumer;

/**
 * Cross-origin access for web clients: everybody may call the API with a token, nobody with our
 * cookies ({@code *} and credentials exclude each other).
 */
final class Cors {
  // Looked at and encoded once, not for each answer.
  private static final CharSequence ALLOW_ORIGIN =
      HttpHeaders.createOptimized("Access-Control-Allow-Origin");
  private static final CharSequence ANY = HttpHeaders.createOptimized("*");
  private static final CharSequence EXPOSE_HEADERS =
      HttpHeaders.createOptimized("Access-Control-Expose-Headers");
  private static final CharSequence EXPOSED =
      HttpHeaders.createOptimized(
          "Link, X-RateLimit-Reset, X-RateLimit-Limit, X-RateLimit-Remaining, X-Request-Id,"
              + " Idempotency-Key");

  private Cors() {}

  static boolean covers(String path) {
    return path.startsWith("/api/")
        || path.startsWith("/oauth/token")
        || path.startsWith("/oauth/revoke")
        || path.startsWith("/oauth/userinfo")
        || path.startsWith("/.well-known/")
        || path.startsWith("/nodeinfo/")
        // Pictures too: a client may draw them on a canvas, and look at their colours.
        || path.startsWith("/media/")
        || path.startsWith("/assets/avatars/")
        || path.startsWith("/assets/headers/");
  }

  static void allow(HttpServerResponse response) {
    allow((BiConsumer<CharSequence, CharSequence>) response::putHeader);
  }

  /** Says the same through whatever takes a header. */
  static void allow(BiConsumer<CharSequence, CharSequence> header) {
    header.accept(ALLOW_ORIGIN, ANY);
    header.accept(EXPOSE_HEADERS, EXPOSED);
  }

  static void preflight(HttpServerRequest http) {
    HttpServerResponse response = http.response().setStatusCode(204);
    allow(response);
    response.putHeader("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE");
    response.putHeader(
        "Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key");
    response.putHeader("Access-Control-Max-Age", "86400");
    response.end();
  }
}
