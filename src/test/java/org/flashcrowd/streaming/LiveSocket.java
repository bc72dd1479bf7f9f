package org.flashcrowd.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestServer.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.http.Json;
import org.flashcrowd.testing.TestServer;

/** A WebSocket to a server, as an app holds it; blocking, for tests. */
public final class LiveSocket implements AutoCloseable {
  private static final Vertx VERTX = Vertx.vertx();
  private static final WebSocketClient CLIENT =
      VERTX.createWebSocketClient(
          new WebSocketClientOptions()
              .setMaxConnections(10_000)
              .setMaxFrameSize(1 << 20)
              .setMaxMessageSize(1 << 20));
  private static final long PATIENCE_SECONDS = 10;

  private final WebSocket socket;
  private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  private LiveSocket(WebSocket socket) {
    this.socket = socket;
    socket.textMessageHandler(text -> messages.add(read(text)));
    socket.closeHandler(over -> closed.countDown());
    socket.resume();
  }

  /**
   * Opens one with the token in {@code Authorization}.
   *
   * @param query behind the question mark; empty for none
   */
  public static LiveSocket open(TestServer server, String token, String query) {
    return open(options(server, query).addHeader("Authorization", "Bearer " + token));
  }

  public static LiveSocket open(WebSocketConnectOptions options) {
    return new LiveSocket(
        await(
            CLIENT
                .connect(options)
                .map(
                    opened -> {
                      opened.pause();
                      return opened;
                    })));
  }

  /** The error of a connection that is refused. */
  static Throwable refused(WebSocketConnectOptions options) {
    return await(
        CLIENT
            .connect(options)
            .transform(answer -> io.vertx.core.Future.succeededFuture(answer.cause())));
  }

  public static WebSocketConnectOptions options(TestServer server, String query) {
    URI uri = server.uri();
    return new WebSocketConnectOptions()
        .setHost(uri.getHost())
        .setPort(uri.getPort())
        .setURI("/api/v1/streaming" + (query.isEmpty() ? "" : "?" + query));
  }

  private static JsonNode read(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException notJson) {
      throw new AssertionError(text, notJson);
    }
  }

  WebSocket socket() {
    return socket;
  }

  void send(String text) {
    await(socket.writeTextMessage(text));
  }

  /** Subscribes, and returns once events of it come. */
  LiveSocket subscribe(String fields) {
    send("{\"type\":\"subscribe\"," + fields.replace('\'', '"') + "}");
    settle();
    return this;
  }

  /** Returns once all that was sent before has been dealt with: messages are, in their order. */
  public void settle() {
    send("{\"type\":\"subscribe\",\"stream\":\"no such stream\"}");
    assertThat(next().path("error").asText()).isEqualTo("Unknown stream type");
  }

  /** As {@link #settle}; tells whether a post was told of before. */
  boolean settledWith(String status) {
    send("{\"type\":\"subscribe\",\"stream\":\"no such stream\"}");
    boolean told = false;
    for (JsonNode message = next(); !message.has("error"); message = next()) {
      told |= id(message).equals(status);
    }
    return told;
  }

  /** The next message; fails the test when none comes. */
  public JsonNode next() {
    try {
      JsonNode message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("no message came");
      }
      return message;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /** The next message, which must be this event; its payload. */
  JsonNode next(String event) {
    JsonNode message = next();
    assertThat(message.path("event").asText()).as(message.toString()).isEqualTo(event);
    return read(message.path("payload").asText());
  }

  /** All that came up to the update of a post, that one included. */
  public List<JsonNode> until(String status) {
    List<JsonNode> came = new ArrayList<>();
    do {
      came.add(next());
    } while (!id(came.getLast()).equals(status));
    return came;
  }

  /** The id of the post that a message is about; empty for none. */
  public static String id(JsonNode message) {
    String payload = message.path("payload").asText();
    return payload.startsWith("{") ? read(payload).path("id").asText() : payload;
  }

  /** Waits for the end, and tells its code. */
  public int closeCode() {
    try {
      assertThat(closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("closed").isTrue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
    return socket.closeStatusCode();
  }

  public boolean isOpen() {
    return !socket.isClosed();
  }

  @Override
  public void close() {
    await(socket.close().otherwiseEmpty());
  }
}
