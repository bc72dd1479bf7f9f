package org.flashcrowd.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one reader of parameters: query string, urlencoded form, multipart form and JSON all end in
 * the same tree, because clients send the same call in all of these ways.
 */
final class BodyReader {
  private static final TypeReference<LinkedHashMap<String, @Nullable Object>> OBJECT =
      new TypeReference<>() {};

  // The decoder throws on any other.
  private static final Set<HttpMethod> MULTIPART =
      Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

  // Several times what a full batch takes.
  private static final long EVENTS_LIMIT = 64 << 10;

  private final long bodyLimit;
  private final long uploadLimit;

  /**
   * @param bodyLimit bytes of a body without files
   * @param uploadLimit bytes of one file
   */
  BodyReader(long bodyLimit, long uploadLimit) {
    this.bodyLimit = bodyLimit;
    this.uploadLimit = uploadLimit;
  }

  /** Reads all parameters of a call whose request is paused. */
  Future<Void> read(Request request, UploadReceiver receiver) {
    HttpServerRequest http = request.http();
    FieldTree tree = new FieldTree(request.fields());
    FormDecoder.decode(request.query(), tree::add);
    if (http.isEnded() || !mayHaveBody(http)) {
      http.resume();
      return Future.succeededFuture();
    }
    String encoding = http.getHeader(HttpHeaderNames.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      return Future.failedFuture(Failure.of(415, "A request body must not be compressed"));
    }
    String type = mediaType(http);
    long limit = limit(request.route());
    if (contentLength(http) > limit) {
      return Future.failedFuture(Failure.tooLarge("The body is larger than " + limit + " bytes"));
    }
    if (!type.equals("multipart/form-data")) {
      return aggregated(http, limit).map(body -> parse(type, body, tree));
    }
    return MULTIPART.contains(http.method())
        ? multipart(request, receiver, tree, limit)
        : Future.failedFuture(Failure.of(415, http.method() + " takes no multipart body"));
  }

  private long limit(Route route) {
    if (route.uploads()) {
      return uploadLimit + bodyLimit;
    }
    return route.traffic() == Traffic.EVENTS ? Math.min(EVENTS_LIMIT, bodyLimit) : bodyLimit;
  }

  private static boolean mayHaveBody(HttpServerRequest http) {
    return http.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
        || http.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
        || (!http.method().equals(HttpMethod.GET) && !http.isEnded());
  }

  private static String mediaType(HttpServerRequest http) {
    String type = http.getHeader(HttpHeaderNames.CONTENT_TYPE);
    return type == null ? "" : type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
  }

  private static long contentLength(HttpServerRequest http) {
    String length = http.getHeader(HttpHeaderNames.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length.trim());
    } catch (NumberFormatException malformed) {
      throw Failure.badRequest("Content-Length is not a number");
    }
  }

  private static Future<Buffer> aggregated(HttpServerRequest http, long limit) {
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    http.handler(
        chunk -> {
          if (body.length() + chunk.length() > limit) {
            whole.tryFail(Failure.tooLarge("The body is larger than " + limit + " bytes"));
          } else {
            body.appendBuffer(chunk);
          }
        });
    http.endHandler(end -> whole.tryComplete(body));
    listen(http, whole);
    return whole.future();
  }

  /**
   * Lets the body flow. A client that went away while its token was being checked is told of to
   * nobody any more: its body would be waited for without end.
   */
  private static void listen(HttpServerRequest http, Promise<?> body) {
    http.exceptionHandler(broken -> body.tryFail(explain(broken)));
    if (http.response().closed()) {
      body.tryFail(Failure.badRequest("The connection was closed"));
    } else if ("100-continue".equalsIgnoreCase(http.getHeader(HttpHeaderNames.EXPECT))) {
      // curl waits a second for this before it sends a body of more than a megabyte.
      http.response().writeContinue();
    }
    http.resume();
  }

  private static @Nullable Void parse(String type, Buffer body, FieldTree tree) {
    if (body.length() == 0) {
      return null;
    }
    switch (type) {
      case "application/json" -> tree.addAll(json(body));
      case "application/x-www-form-urlencoded", "" ->
          FormDecoder.decode(FormDecoder.utf8(ByteBuffer.wrap(body.getBytes())), tree::add);
      default -> throw Failure.of(415, "The content type " + type + " is not understood");
    }
    return null;
  }

  private static Map<String, @Nullable Object> json(Buffer body) {
    try {
      Map<String, @Nullable Object> object =
          Json.MAPPER.readValue(FormDecoder.utf8(ByteBuffer.wrap(body.getBytes())), OBJECT);
      if (object == null) {
        throw Failure.badRequest("The body must be a JSON object");
      }
      return object;
    } catch (JacksonException malformed) {
      throw Failure.badRequest("The body is not the JSON object that is expected here");
    }
  }

  private Future<Void> multipart(
      Request request, UploadReceiver receiver, FieldTree tree, long limit) {
    HttpServerRequest http = request.http();
    Promise<Void> ended = Promise.promise();
    long[] bytes = new long[1];
    BoundaryCut cut = new BoundaryCut(http.getHeader(HttpHeaderNames.CONTENT_TYPE));
    http.setExpectMultipart(true);
    http.uploadHandler(
        part -> {
          if (request.route().uploads() && !ended.future().isComplete()) {
            receiver.receive(part);
          } else {
            part.handler(ignored -> {});
          }
        });
    http.handler(
        chunk -> {
          bytes[0] += chunk.length();
          cut.next(chunk);
          if (bytes[0] > limit) {
            ended.tryFail(Failure.tooLarge("The body is larger than " + limit + " bytes"));
          }
        });
    http.endHandler(end -> ended.tryComplete());
    listen(http, ended);
    return ended
        .future()
        .compose(end -> receiver.received(cut.seen()))
        .map((List<Upload> uploads) -> keep(request, uploads, cut.seen(), tree));
  }

  private static @Nullable Void keep(
      Request request, List<Upload> uploads, boolean cut, FieldTree tree) {
    request.uploads(uploads);
    for (Map.Entry<String, String> field : request.http().formAttributes()) {
      String value = field.getValue();
      boolean more = cut && value.endsWith("\r");
      tree.add(field.getKey(), more ? value.substring(0, value.length() - 1) : value);
    }
    return null;
  }

  /** A part or name over the decoder's limits, a missing boundary, a connection that went away. */
  private static Throwable explain(Throwable broken) {
    return broken instanceof Failure
        ? broken
        : Failure.badRequest("The body could not be read: " + broken.getClass().getSimpleName());
  }
}
