package org.flashcrowd.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.TimeoutException;
import org.flashcrowd.db.DatabaseUnavailable;
import org.flashcrowd.resilience.BreakerOpen;
import org.flashcrowd.resilience.Overloaded;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever went wrong into an answer. What we did not foresee is a 500 that says nothing. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /**
   * JSON or, to a browser that asks for something else than the API, a page.
   *
   * @param page null where there are no pages
   */
  static Reply reply(Request request, @Nullable FailurePage page, Throwable cause) {
    Failure failure = classify(request, cause);
    Reply reply =
        page == null || !request.wantsPage()
            ? Reply.json(failure.status(), failure.body())
            : page(page, failure);
    failure.headers().forEach(reply::header);
    return reply;
  }

  private static Reply page(FailurePage page, Failure failure) {
    return Reply.html(failure.status(), page.html(failure.status(), failure.body().error()))
        .header("Cache-Control", "no-store")
        .header("Vary", "Accept, Accept-Encoding");
  }

  private static Failure classify(Request request, Throwable cause) {
    if (cause instanceof Failure failure) {
      return failure;
    }
    if (cause instanceof DatabaseUnavailable || cause instanceof TimeoutException) {
      LOG.warn("{} {}: {}", request.id(), request.route(), cause.getMessage());
      return Failure.unavailable("The server is not able to answer right now", 2);
    }
    if (cause instanceof BreakerOpen open) {
      LOG.warn("{} {}: {}", request.id(), request.route(), cause.getMessage());
      return Failure.unavailable(
          "The server is not able to answer right now", open.retryAfterSeconds());
    }
    if (cause instanceof Overloaded overloaded) {
      // Counted where it is refused; a line for each would cost most when there is least time.
      LOG.debug("{} {}: {}", request.id(), request.route(), cause.getMessage());
      return Failure.unavailable(
          "The server is too busy right now", overloaded.retryAfterSeconds());
    }
    if (String.valueOf(cause.getMessage()).contains("No space left on device")) {
      LOG.error("{} {}: {}", request.id(), request.route(), cause.getMessage());
      return Failure.of(507, "The server has no room for more photos right now");
    }
    LOG.error("{} {} failed", request.id(), request.route(), cause);
    return Failure.of(500, "Something went wrong on our side");
  }

  /** What is not HTTP at all gets a short answer and loses its connection. */
  static void malformed(HttpServerRequest http) {
    HttpServerResponse response = http.response();
    Throwable cause = http.decoderResult().cause();
    boolean large = cause != null && cause.getClass().getSimpleName().startsWith("TooLong");
    response
        .setStatusCode(large ? 431 : 400)
        .putHeader(HttpHeaderNames.CONTENT_TYPE, "application/json; charset=utf-8")
        .putHeader(HttpHeaderNames.CONNECTION, "close")
        .end("{\"error\":\"The request is malformed\"}")
        .onComplete(sent -> http.connection().close());
  }
}
