package org.flashcrowd.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpServerRequest;

/**
 * What becomes of a body that nobody reads because the answer is known before: it is thrown away as
 * it comes. A short one costs less than a new connection, which is kept then.
 */
final class UnreadBody {
  // About what one reading from the socket brings.
  private static final long SHORT_BYTES = 64 * 1024;

  private UnreadBody() {}

  /** To be called before the answer is written. */
  static void letGo(HttpServerRequest http) {
    if (http.isEnded()) {
      return;
    }
    if (!isShort(http)) {
      http.response().putHeader(HttpHeaderNames.CONNECTION, "close");
    }
    http.handler(ignored -> {});
    http.resume();
  }

  /** Whether there is none, or one that says it is short. */
  private static boolean isShort(HttpServerRequest http) {
    if (http.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)) {
      return false;
    }
    String length = http.getHeader(HttpHeaderNames.CONTENT_LENGTH);
    return length == null || bytes(length) <= SHORT_BYTES;
  }

  private static long bytes(String length) {
    try {
      return Long.parseLong(length.trim());
    } catch (NumberFormatException malformed) {
      return Long.MAX_VALUE;
    }
  }
}
