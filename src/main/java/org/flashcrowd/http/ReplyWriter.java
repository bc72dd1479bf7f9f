package org.flashcrowd.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Writes an answer to the connection. */
final class ReplyWriter {
  private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");
  private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence CONTENT_TYPE_OPTIONS =
      HttpHeaders.createOptimized("X-Content-Type-Options");

  // What does not say otherwise is for whoever asked, as they are at this moment.
  private static final CharSequence OWN = HttpHeaders.createOptimized("private, no-store");

  private ReplyWriter() {}

  static void write(Request request, Reply reply, Connections connections) {
    HttpServerResponse response = request.http().response();
    if (response.ended() || response.closed()) {
      if (reply.body() instanceof Reply.Body.Stream stream) {
        stream.cancel().run();
      }
      return;
    }
    response.setStatusCode(reply.status());
    response.putHeader(REQUEST_ID, request.id());
    response.putHeader(CONTENT_TYPE_OPTIONS, NOSNIFF);
    reply.headers().forEach((name, value) -> response.putHeader(name, value));
    if (!reply.headers().contains(HttpHeaderNames.CACHE_CONTROL)) {
      response.putHeader(HttpHeaderNames.CACHE_CONTROL, OWN);
    }
    if (reply.body() instanceof Reply.Body.TakenOver taken) {
      connections.takenOver(request.http().connection(), taken.takeover().begin(request.http()));
      return;
    }
    reply.cookies().forEach(response::addCookie);
    UnreadBody.letGo(request.http());
    if (connections.leaving()) {
      response.putHeader(HttpHeaderNames.CONNECTION, "close");
    }
    boolean head = request.http().method().equals(HttpMethod.HEAD);
    switch (reply.body()) {
      case Reply.Body.Bytes bytes -> {
        if (head) {
          response.putHeader(
              HttpHeaderNames.CONTENT_LENGTH, Integer.toString(bytes.buffer().length()));
          response.end();
        } else {
          response.end(bytes.buffer());
        }
      }
      case Reply.Body.FilePart part -> {
        // Pictures are compressed already; this also keeps the kernel's zero-copy path.
        response.putHeader(HttpHeaderNames.CONTENT_ENCODING, "identity");
        if (head) {
          response.putHeader(HttpHeaderNames.CONTENT_LENGTH, Long.toString(part.length()));
          response.end();
        } else {
          response
              .sendFile(part.file(), part.offset(), part.length())
              // Deleted since it was looked up: what was promised cannot be sent any more.
              .onFailure(gone -> request.http().connection().close());
        }
      }
      case Reply.Body.Stream stream -> send(request.http(), stream);
      case Reply.Body.Absent absent -> {
        response.putHeader(HttpHeaderNames.CONTENT_ENCODING, "identity");
        response.putHeader(HttpHeaderNames.CONTENT_LENGTH, Long.toString(absent.length()));
        response.end();
      }
      case Reply.Body.TakenOver taken -> {}
    }
  }

  /** What was promised and cannot be sent to its end ends the connection. */
  private static void send(HttpServerRequest request, Reply.Body.Stream stream) {
    HttpServerResponse response = request.response();
    response.putHeader(HttpHeaderNames.CONTENT_ENCODING, "identity");
    response.putHeader(HttpHeaderNames.CONTENT_LENGTH, Long.toString(stream.length()));
    stream
        .source()
        .pipe()
        .endOnFailure(false)
        .to(response)
        .onFailure(
            cut -> {
              stream.cancel().run();
              request.connection().close();
            });
  }
}
