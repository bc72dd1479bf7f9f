package org.flashcrowd.streaming;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.flashcrowd.auth.TokenChanges;
import org.flashcrowd.config.Config;
import org.flashcrowd.http.Takeover.Kept;
import org.flashcrowd.statuses.StatusAudience;
import org.flashcrowd.streaming.Socket.Owner;
import org.jspecify.annotations.Nullable;

/** Opens sockets, within bounds, and lets go of them when they end. */
final class Streaming {
  private final Config.Streaming limits;
  private final Sockets sockets;
  private final Audiences audiences;
  private final ListAccess lists;
  private final StatusAudience statuses;
  private final StreamingMeters meters;

  Streaming(
      Config.Streaming limits,
      Sockets sockets,
      Audiences audiences,
      ListAccess lists,
      StatusAudience statuses,
      StreamingMeters meters) {
    this.limits = limits;
    this.sockets = sockets;
    this.audiences = audiences;
    this.lists = lists;
    this.statuses = statuses;
    this.meters = meters;
  }

  static Owner owner(long account, Set<String> scopes, String token) {
    return new Owner(account, scopes, token, TokenChanges.fingerprint(token));
  }

  /** Throws 503 or 429 where there are enough sockets. */
  void check(Owner owner) {
    sockets.check(owner.account());
  }

  /** Fails with 404 where the stream is of somebody else's list. */
  Future<?> access(Owner owner, Stream stream) {
    return stream.kind() == Stream.Kind.LIST
        ? lists.check(owner.account(), stream.list())
        : Future.succeededFuture();
  }

  /**
   * Makes a connection a WebSocket.
   *
   * @param first what to listen to from the start; where it is wrong, that is told on the socket,
   *     as it is later
   */
  Kept webSocket(HttpServerRequest http, Owner owner, Supplier<Optional<Stream>> first) {
    Promise<Void> ended = Promise.promise();
    AtomicReference<@Nullable Sink> opened = new AtomicReference<>();
    http.toWebSocket()
        .onFailure(refused -> ended.tryComplete())
        .onSuccess(webSocket -> opened.set(open(webSocket, owner, first, ended)));
    return new Kept(ended.future(), () -> sayGoodbye(opened.get(), http));
  }

  private static void sayGoodbye(@Nullable Sink sink, HttpServerRequest http) {
    if (sink == null) {
      http.connection().close();
    } else {
      sink.end(Ending.GOING_AWAY);
    }
  }

  private Sink open(
      ServerWebSocket webSocket,
      Owner owner,
      Supplier<Optional<Stream>> first,
      Promise<Void> ended) {
    WebSocketSink sink = new WebSocketSink(webSocket, limits.maxBuffer(), meters);
    Subscriptions subscriptions = open(owner, sink, ended);
    webSocket.closeHandler(closed -> ended.tryComplete());
    Pace pace = new Pace(limits.messages(), System.nanoTime());
    new WebSocketSession(webSocket, sink, subscriptions, pace)
        .begin(() -> first.get().map(subscriptions::add).orElseGet(Future::succeededFuture));
    return sink;
  }

  private Subscriptions open(Owner owner, Sink sink, Promise<Void> ended) {
    Socket socket = new Socket(owner, requireNonNull(Vertx.currentContext()), sink);
    Subscriptions subscriptions =
        new Subscriptions(socket, audiences, lists, limits.maxSubscriptions());
    sockets.add(socket);
    statuses.expect(owner.account());
    ended
        .future()
        .onComplete(
            over -> {
              sockets.remove(socket);
              subscriptions.close();
            });
    return subscriptions;
  }

  /** Makes an answer a stream of events. */
  Kept events(HttpServerRequest http, Owner owner, Stream stream) {
    Promise<Void> ended = Promise.promise();
    EventStreamSink sink = new EventStreamSink(http, limits.maxBuffer(), meters);
    Subscriptions subscriptions = open(owner, sink, ended);
    http.response().closeHandler(closed -> ended.tryComplete());
    http.response().exceptionHandler(broken -> ended.tryComplete());
    sink.begin(subscriptions.add(stream));
    return new Kept(ended.future(), () -> sink.end(Ending.GOING_AWAY));
  }
}
