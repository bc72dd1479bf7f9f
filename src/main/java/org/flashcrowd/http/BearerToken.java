package org.flashcrowd.http;

import java.util.Optional;

/**
 * Finds the token of a call: in {@code Authorization}, or in the query string (RFC 6750). A browser
 * can send neither header nor, without leaving it in logs, query string with a WebSocket: Ice Cubes
 * and masto.js offer the token as the sub-protocol.
 */
final class BearerToken {
  /** How a token in the query string begins. */
  static final String IN_QUERY = "access_token=";

  private static final String SCHEME = "Bearer ";

  private BearerToken() {}

  static Optional<String> of(Request request) {
    Optional<String> header = request.header("Authorization");
    if (header.isPresent()) {
      String value = header.get();
      return value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
          ? Optional.of(value.substring(SCHEME.length()).trim())
          : Optional.empty();
    }
    Optional<String> query =
        request.query().contains(IN_QUERY) ? fromQuery(request.query()) : Optional.empty();
    return query.isEmpty() && request.upgrades() ? offered(request) : query;
  }

  private static Optional<String> offered(Request request) {
    return request
        .header("Sec-WebSocket-Protocol")
        .map(offers -> offers.split(",", 2)[0].trim())
        .filter(token -> !token.isEmpty());
  }

  private static Optional<String> fromQuery(String query) {
    String[] found = new String[1];
    FormDecoder.decode(
        query,
        (name, value) -> {
          if (name.equals("access_token")) {
            found[0] = value;
          }
        });
    return Optional.ofNullable(found[0]);
  }
}
