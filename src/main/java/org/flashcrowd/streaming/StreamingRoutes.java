package org.flashcrowd.streaming;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Caller;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Params;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;
import org.flashcrowd.http.Traffic;
import org.flashcrowd.streaming.Stream.Kind;

/** The WebSocket, and one stream of server-sent events for each kind of stream. */
final class StreamingRoutes implements RouteSource {
  private static final String PATH = "/api/v1/streaming";

  private final Streaming streaming;

  StreamingRoutes(Streaming streaming) {
    this.streaming = streaming;
  }

  @Override
  public void declare(Routes routes) {
    routes
        .get(
            PATH,
            Access.optional("read:statuses", "read:notifications").as(Traffic.STREAM),
            this::webSocket)
        .get(
            PATH + "/health",
            Access.open().as(Traffic.CONTROL),
            request -> answer(Reply.text(200, "OK")))
        .get(PATH + "/*", Access.open(), request -> Future.failedFuture(unknown()));
    for (Kind kind : Kind.values()) {
      routes.get(
          PATH + "/" + kind.path(),
          Access.account(kind.scope()).as(Traffic.STREAM),
          request -> events(request, kind));
    }
  }

  private static Future<Reply> answer(Reply reply) {
    return Future.succeededFuture(reply);
  }

  private static Failure unknown() {
    return Failure.badRequest("Unknown channel requested");
  }

  /** Asked without an upgrade, 404 says that streams are at this host and no other. */
  private Future<Reply> webSocket(Request request) {
    if (!request.upgrades()) {
      return Future.failedFuture(Failure.notFound());
    }
    Params params = request.params();
    Socket.Owner owner = owner(request);
    streaming.check(owner);
    return answer(Reply.takenOver(http -> streaming.webSocket(http, owner, () -> first(params))));
  }

  private static Optional<Stream> first(Params params) {
    return params
        .text("stream")
        .filter(name -> !name.isEmpty())
        .map(name -> Stream.parse(name, params.text("tag"), params.text("list")));
  }

  private Future<Reply> events(Request request, Kind kind) {
    Params params = request.params();
    Kind wanted = params.flag("only_media", false) ? kind.media() : kind;
    Stream stream = Stream.parse(wanted, params.text("tag"), params.text("list"));
    Socket.Owner owner = owner(request);
    streaming.check(owner);
    return streaming
        .access(owner, stream)
        .map(
            allowed ->
                request.http().method().equals(HttpMethod.HEAD)
                    ? Reply.empty(200)
                    : Reply.takenOver(http -> streaming.events(http, owner, stream)))
        .map(StreamingRoutes::asEvents);
  }

  private static Reply asEvents(Reply reply) {
    return reply
        .header("Content-Type", "text/event-stream")
        .header("Cache-Control", "private, no-store")
        // What would be gathered to be deflated, or by a proxy, would come too late.
        .header("Content-Encoding", "identity")
        .header("X-Accel-Buffering", "no");
  }

  private static Socket.Owner owner(Request request) {
    Caller caller =
        request.caller().orElseThrow(() -> Failure.unauthorized("The access token is missing"));
    Long account = caller.account();
    if (account == null) {
      throw Failure.of(422, "This method requires an authenticated user");
    }
    return Streaming.owner(account, caller.scopes(), request.token().orElseThrow());
  }
}
