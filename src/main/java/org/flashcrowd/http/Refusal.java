package org.flashcrowd.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The answer to whom there is no room for: 503 with {@code Retry-After}, from bytes that are ready,
 * because it is given most often when there is least time for it.
 */
final class Refusal {
  private static final String WORDS = "The server is too busy right now";
  // Not all at the same moment. Whoever signed in is the first who may come back.
  private static final List<CharSequence> SECONDS =
      List.of("1", "2", "3", "4", "5", "6").stream().map(HttpHeaders::createOptimized).toList();
  private static final int SPREAD = 3;
  private static final CharSequence JSON =
      HttpHeaders.createOptimized("application/json; charset=utf-8");
  private static final CharSequence HTML = HttpHeaders.createOptimized("text/html; charset=utf-8");

  private final Buffer json = Buffer.buffer("{\"error\":\"" + WORDS + "\"}");
  private final @Nullable Buffer page;

  /**
   * @param pages what people see in a browser; null for the same that apps get
   */
  Refusal(@Nullable FailurePage pages) {
    this.page = pages == null ? null : Buffer.buffer(pages.html(503, WORDS));
  }

  /**
   * @param known whether the caller said who they are
   */
  void write(HttpServerRequest http, boolean known) {
    HttpServerResponse response = http.response();
    if (response.ended() || response.closed()) {
      return;
    }
    Buffer html = page;
    boolean person = html != null && Request.wantsPage(http);
    int seconds = ThreadLocalRandom.current().nextInt(SPREAD) + (known ? 0 : SPREAD);
    response.setStatusCode(503);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, person ? HTML : JSON)
        .set(HttpHeaderNames.RETRY_AFTER, SECONDS.get(seconds))
        .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
        // Compressing these few bytes would cost more than all the rest.
        .set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.IDENTITY);
    UnreadBody.letGo(http);
    response.end(html != null && person ? html : json);
  }
}
