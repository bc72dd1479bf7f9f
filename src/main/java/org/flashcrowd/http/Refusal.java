package org.flashcrowd.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
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
  private static final List<CharSequence> SECONDS =
      List.of("1", "2", "3", "4", "5", "6").stream().map(HttpHeaders::createOptimized).toList();
  private static final int SPREAD = 3;

  // Bits of a variant.
  private static final int CORS = 1;
  private static final int PERSON = 2;
  private static final int HEAD = 4;
  private static final CharSequence JSON =
      HttpHeaders.createOptimized("application/json; charset=utf-8");
  private static final CharSequence HTML = HttpHeaders.createOptimized("text/html; charset=utf-8");

  private static final int VARIANTS = 8;

  // By variant and seconds, complete.
  private final ByteBuf[] ready = new ByteBuf[VARIANTS * SECONDS.size()];
  private final Buffer json = Buffer.buffer("{\"error\":\"" + WORDS + "\"}");
  private final @Nullable Buffer page;

  /**
   * @param pages what people see in a browser; null for the same that apps get
   */
  Refusal(@Nullable FailurePage pages) {
    this.page = pages == null ? null : Buffer.buffer(pages.html(503, WORDS));
    for (int variant = 0; variant < VARIANTS; variant++) {
      for (int i = 0; i < SECONDS.size(); i++) {
        ready[variant * SECONDS.size() + i] = complete(variant, SECONDS.get(i));
      }
    }
  }

  private ByteBuf complete(int variant, CharSequence seconds) {
    Buffer html = page;
    boolean person = html != null && (variant & PERSON) != 0;
    Buffer body = html != null && person ? html : json;
    StringBuilder head = new StringBuilder("HTTP/1.1 503 Service Unavailable\r\n");
    if ((variant & CORS) != 0) {
      Cors.allow((name, value) -> line(head, name, value));
    }
    line(head, "Content-Type", person ? HTML : JSON);
    line(head, "Retry-After", seconds);
    line(head, "Cache-Control", "no-store");
    line(head, "Content-Length", Integer.toString(body.length()));
    Buffer answer = Buffer.buffer(head.append("\r\n").toString());
    if ((variant & HEAD) == 0) {
      answer.appendBuffer(body);
    }
    return Unpooled.unreleasableBuffer(
        Unpooled.directBuffer(answer.length()).writeBytes(answer.getBytes()).asReadOnly());
  }

  private static void line(StringBuilder head, CharSequence name, CharSequence value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  /** The same answer as it goes over the wire, on a connection that is kept. */
  ByteBuf bytes(HttpRequest request, RequestHead head) {
    boolean cors = Cors.covers(head.uri());
    boolean person = !cors && Request.wantsPage(request.headers().get(HttpHeaderNames.ACCEPT));
    int variant =
        (cors ? CORS : 0)
            + (person ? PERSON : 0)
            + (request.method().equals(HttpMethod.HEAD) ? HEAD : 0);
    return ready[variant * SECONDS.size() + seconds(head.known())].duplicate();
  }

  /** Not all at the same moment; whoever signed in is the first who may come back. */
  private static int seconds(boolean known) {
    return ThreadLocalRandom.current().nextInt(SPREAD) + (known ? 0 : SPREAD);
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
    response.setStatusCode(503);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, person ? HTML : JSON)
        .set(HttpHeaderNames.RETRY_AFTER, SECONDS.get(seconds(known)))
        .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
        // Compressing these few bytes would cost more than all the rest.
        .set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.IDENTITY);
    UnreadBody.letGo(http);
    response.end(html != null && person ? html : json);
  }
}
