package org.flashcrowd.streaming;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;

/** Events as messages on a WebSocket. */
final class WebSocketSink implements Sink {
  private static final Buffer NOTHING = Buffer.buffer();

  private final ServerWebSocket socket;
  private final Backlog backlog;
  private final StreamingMeters meters;
  private boolean ended;
  private boolean heard = true;

  WebSocketSink(ServerWebSocket socket, long maxBuffer, StreamingMeters meters) {
    this.socket = socket;
    this.backlog = new Backlog(maxBuffer);
    this.meters = meters;
    socket.pongHandler(pong -> heard = true);
  }

  @Override
  public void send(Stream stream, Message message) {
    write(message.frame(stream));
    meters.sent(message.event());
  }

  /** Says what was wrong with a message; the socket stays open. */
  void refuse(int status, String error) {
    write(Message.refusal(status, error));
  }

  private void write(Message.Text text) {
    if (ended || socket.isClosed()) {
      return;
    }
    if (backlog.isOver()) {
      meters.droppedSlow();
      end(Ending.TOO_SLOW);
      return;
    }
    // In frames of one piece: Vert.x' messages would be cut by the bound of what comes in.
    backlog.add(text.bytes(), socket.writeFinalTextFrame(text.text()));
  }

  @Override
  public void beat() {
    if (ended || socket.isClosed()) {
      return;
    }
    if (heard) {
      heard = false;
      socket.writePing(NOTHING);
    } else {
      end(Ending.DEAD);
    }
  }

  @Override
  public void end(Ending why) {
    if (!ended) {
      ended = true;
      // Behind what waits already: the rest is up to Vert.x' deadline for the peer's echo.
      socket.close(why.code(), why.reason());
    }
  }
}
