package org.flashcrowd.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import org.flashcrowd.resilience.RateLimiter;
import org.jspecify.annotations.Nullable;

/**
 * Answers strangers with the {@link PublicPages} that are ready as bytes: the same head, count and
 * line of the log as by the ordinary way, at half of its cost.
 */
final class EarlyPages {
  private final PublicPages pages;
  private final RequestLimits limits;
  private final ClientAddress addresses;
  private final RouteMetrics metrics;
  private final RequestLog log;

  EarlyPages(
      PublicPages pages,
      RequestLimits limits,
      ClientAddress addresses,
      RouteMetrics metrics,
      RequestLog log) {
    this.pages = pages;
    this.limits = limits;
    this.addresses = addresses;
    this.metrics = metrics;
    this.log = log;
  }

  /** Whether such a request could have its page here. */
  boolean concern(HttpRequest request) {
    return request.method().equals(HttpMethod.GET)
        && !request.headers().contains(HttpHeaderNames.AUTHORIZATION)
        && !request.uri().contains(BearerToken.IN_QUERY)
        && PublicPage.isReadyIn(request.headers().get(HttpHeaderNames.ACCEPT_ENCODING));
  }

  /**
   * The answer to a request without a body, which is counted; null if it is to go its way. Whoever
   * gets it releases it.
   *
   * @param started when its head came, as {@link System#nanoTime}
   */
  @Nullable ByteBuf answer(
      HttpRequest request, HttpConnection connection, ByteBufAllocator memory, long started) {
    String uri = request.uri();
    PublicPages.Ready ready = pages.ready(uri);
    if (ready == null) {
      return null;
    }
    HttpHeaders headers = request.headers();
    ReadyAnswer answer =
        ready
            .page()
            .ready(
                headers.get(HttpHeaderNames.IF_NONE_MATCH),
                headers.get(HttpHeaderNames.ACCEPT_ENCODING));
    if (answer == null) {
      return null;
    }
    RateLimiter.Verdict verdict = null;
    if (limits.count()) {
      verdict = limits.admitAtOnce(ready.route(), address(headers, connection));
      if (verdict == null) {
        return null;
      }
    }
    String id = RequestIds.next(headers.get("X-Request-Id"));
    ByteBuf bytes = bytes(answer, uri, id, ready.age(), verdict, memory);
    long nanos = System.nanoTime() - started;
    metrics.record(ready.route(), answer.status(), nanos);
    log.answered(ready.route(), RequestHead.path(uri), answer.status(), nanos, id);
    return bytes;
  }

  private String address(HttpHeaders headers, HttpConnection connection) {
    return addresses.of(
        ClientAddress.peer(connection.remoteAddress()),
        () -> headers.getAll(ClientAddress.FORWARDED_FOR));
  }

  private static ByteBuf bytes(
      ReadyAnswer answer,
      String uri,
      String id,
      Duration age,
      RateLimiter.@Nullable Verdict verdict,
      ByteBufAllocator memory) {
    return answer.bytes(
        memory,
        head -> {
          ReadyAnswer.line(head, "X-Request-Id", id);
          if (Cors.covers(uri)) {
            Cors.allow((name, value) -> ReadyAnswer.line(head, name, value));
          }
          if (verdict != null) {
            RequestLimits.say(verdict, (name, value) -> ReadyAnswer.line(head, name, value));
          }
          if (!age.isZero()) {
            PublicPage.sayStale(age, (name, value) -> ReadyAnswer.line(head, name, value));
          }
        });
  }
}
