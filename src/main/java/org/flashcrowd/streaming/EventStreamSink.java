package org.flashcrowd.streaming;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Events as a body that does not end (server-sent events). */
final class EventStreamSink implements Sink {
  private static final Buffer SMILE = Buffer.buffer(":)\n");
  private static final Buffer THUMP = Buffer.buffer(":thump\n");

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Backlog backlog;
  private final StreamingMeters meters;
  private boolean ended;

  EventStreamSink(HttpServerRequest request, long maxBuffer, StreamingMeters meters) {
    this.request = request;
    this.response = request.response();
    this.backlog = new Backlog(maxBuffer);
    this.meters = meters;
  }

  /** Sends the head, and a comment once events are sure to come. */
  void begin(Future<?> ready) {
    response.setChunked(true);
    ready.onComplete(subscribed -> write(SMILE));
  }

  @Override
  public void send(Stream stream, Message message) {
    write(message.lines());
    meters.sent(message.event());
  }

  @Override
  public void beat() {
    write(THUMP);
  }

  private void write(Buffer text) {
    if (ended || response.closed()) {
      return;
    }
    if (backlog.isOver()) {
      meters.droppedSlow();
      end(Ending.TOO_SLOW);
      return;
    }
    backlog.add(text.length(), response.write(text));
  }

  /** A slow reader would not read an end either. */
  @Override
  public void end(Ending why) {
    if (ended) {
      return;
    }
    ended = true;
    if (why == Ending.TOO_SLOW) {
      request.connection().close();
    } else {
      response.end().onComplete(sent -> request.connection().close());
    }
  }
}
