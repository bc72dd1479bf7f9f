package org.flashcrowd.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Names calls: with the id that a proxy in front gave, when it is a plain one, or a new one. */
final class RequestIds {
  private static final int LONGEST = 64;

  private RequestIds() {}

  static String next(HttpServerRequest http) {
    return next(http.getHeader("X-Request-Id"));
  }

  /**
   * @param given by a proxy in front
   */
  static String next(@Nullable String given) {
    return given != null && isPlain(given)
        ? given
        : Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36);
  }

  /** Letters, digits, dashes and underscores: nothing that could forge a line of the log. */
  private static boolean isPlain(String id) {
    if (id.isEmpty() || id.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_';
      if (!plain) {
        return false;
      }
    }
    return true;
  }
}
