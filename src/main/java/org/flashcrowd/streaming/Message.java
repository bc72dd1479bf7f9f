package org.flashcrowd.streaming;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.flashcrowd.http.Json;
import org.jspecify.annotations.Nullable;

/**
 * Something to tell, on its way to any number of sockets: written once for each form that is asked
 * for. May be used from any thread.
 */
final class Message {
  private record Frame(
      List<String> stream,
      String event,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String payload) {}

  /** A text, and its length in UTF-8. */
  record Text(String text, int bytes) {
    static Text of(String text) {
      return new Text(text, ByteBufUtil.utf8Bytes(text));
    }
  }

  private record Refusal(String error, int status) {}

  private final String event;
  private final @Nullable String payload;
  private final Map<Stream, Text> frames = new ConcurrentHashMap<>();
  private final Buffer lines;

  /**
   * @param event as the API names it
   * @param payload JSON, or an id; null for none
   */
  Message(String event, @Nullable String payload) {
    this.event = event;
    this.payload = payload;
    this.lines =
        Buffer.buffer(
            "event: %s\ndata: %s\n\n".formatted(event, payload == null ? "undefined" : payload));
  }

  static Message of(String event, Object view) {
    return new Message(event, write(view));
  }

  /** What a WebSocket is told of a message that was wrong. */
  static Text refusal(int status, String error) {
    return Text.of(write(new Refusal(error, status)));
  }

  String event() {
    return event;
  }

  /** As a message on a WebSocket: its payload is JSON within a string. */
  Text frame(Stream stream) {
    return frames.computeIfAbsent(
        stream, to -> Text.of(write(new Frame(to.wire(), event, payload))));
  }

  /** As a server-sent event. */
  Buffer lines() {
    return lines;
  }

  private static String write(Object view) {
    try {
      return Json.MAPPER.writeValueAsString(view);
    } catch (JsonProcessingException unwritable) {
      throw new IllegalStateException(unwritable);
    }
  }
}
