package org.flashcrowd.streaming;

import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;
import java.util.function.Supplier;
import org.flashcrowd.http.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The incoming side of a WebSocket: one message after the other, each answered before the next is
 * read. Used on the socket's event loop only.
 */
final class WebSocketSession {
  private static final Logger LOG = LoggerFactory.getLogger(WebSocketSession.class);

  private final ServerWebSocket socket;
  private final WebSocketSink sink;
  private final Subscriptions subscriptions;
  private final Pace pace;

  WebSocketSession(
      ServerWebSocket socket, WebSocketSink sink, Subscriptions subscriptions, Pace pace) {
    this.socket = socket;
    this.sink = sink;
    this.subscriptions = subscriptions;
    this.pace = pace;
  }

  /**
   * Listens to what comes.
   *
   * @param first what the address asked for
   */
  void begin(Supplier<Future<Void>> first) {
    socket.textMessageHandler(this::received);
    socket.binaryMessageHandler(bytes -> sink.end(Ending.NOT_TEXT));
    socket.exceptionHandler(broken -> sink.end(Ending.TOO_LARGE));
    obey(first);
  }

  private void received(String message) {
    if (pace.allows(System.nanoTime())) {
      obey(() -> obey(Command.parse(message)));
    } else {
      sink.end(Ending.TOO_MANY);
    }
  }

  private void obey(Supplier<Future<Void>> command) {
    socket.pause();
    Future.<Void>succeededFuture()
        .compose(now -> command.get())
        .onFailure(this::refuse)
        .onComplete(done -> socket.resume());
  }

  Future<Void> obey(Command command) {
    if (command.type() == Command.Type.SUBSCRIBE) {
      return subscriptions.add(command.stream());
    }
    subscriptions.remove(command.stream());
    return Future.succeededFuture();
  }

  private void refuse(Throwable failure) {
    if (failure instanceof Failure refused) {
      sink.refuse(refused.status(), refused.body().error());
    } else {
      LOG.warn("a subscription failed", failure);
      sink.refuse(503, "This stream is not available for the moment");
    }
  }
}
