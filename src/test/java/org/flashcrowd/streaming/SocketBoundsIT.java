package org.flashcrowd.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestServer.await;

import io.vertx.core.http.UpgradeRejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.Queue;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.Test;

/** What one socket, one account and one node may take up. */
class SocketBoundsIT {
  private static final int ACCOUNT = 2;

  private static TestServer server(Map<String, String> settings) {
    return TestServer.start(settings);
  }

  private static int refusal(TestServer server, String token) {
    Throwable refused = LiveSocket.refused(LiveSocket.options(server, "access_token=" + token));
    assertThat(refused).isInstanceOf(UpgradeRejectedException.class);
    return ((UpgradeRejectedException) refused).getStatus();
  }

  @Test
  void sockets_beyondTheBounds_areRefused() {
    try (TestServer server =
        server(
            Map.of(
                "FLASHCROWD_STREAMING_MAX_SOCKETS",
                "3",
                "FLASHCROWD_STREAMING_MAX_SOCKETS_PER_ACCOUNT",
                Integer.toString(ACCOUNT)))) {
      String alice = server.signUp("alice");
      String bob = server.signUp("bob");
      LiveSocket first = LiveSocket.open(server, alice, "stream=user");
      EventStream second = EventStream.open(server, alice, "user");
      first.settle();
      second.next(":)");
      assertThat(refusal(server, alice)).isEqualTo(429);
      assertThat(server.client().as(alice).get("/api/v1/streaming/user").status()).isEqualTo(429);
      LiveSocket third = LiveSocket.open(server, bob, "stream=user");
      third.settle();
      assertThat(refusal(server, bob)).isEqualTo(503);

      // What ends makes room.
      first.close();
      second.close();
      until(() -> scrape(server).contains("flashcrowd_streaming_sockets 1.0"));
      LiveSocket.open(server, alice, "").close();
      third.close();
    }
  }

  @Test
  void subscriptions_beyondTheBound_areRefused() {
    try (TestServer server = server(Map.of("FLASHCROWD_STREAMING_MAX_SUBSCRIPTIONS", "2"));
        LiveSocket socket = LiveSocket.open(server, server.signUp("alice"), "stream=user")) {
      socket.subscribe("'stream':'public'");
      socket.send("{\"type\":\"subscribe\",\"stream\":\"direct\"}");
      assertThat(socket.next().path("status").asInt()).isEqualTo(429);
      socket.send("{\"type\":\"unsubscribe\",\"stream\":\"public\"}");
      socket.subscribe("'stream':'direct'");
    }
  }

  @Test
  void messages_tooManyTooLongOrBinary_endTheSocket() {
    try (TestServer server =
        server(
            Map.of(
                "FLASHCROWD_STREAMING_MESSAGES",
                "10/1h",
                "FLASHCROWD_STREAMING_MAX_MESSAGE",
                "1KB"))) {
      String alice = server.signUp("alice");
      try (LiveSocket chatty = LiveSocket.open(server, alice, "");
          LiveSocket wordy = LiveSocket.open(server, alice, "");
          LiveSocket binary = LiveSocket.open(server, alice, "")) {
        for (int i = 0; i < 11; i++) {
          chatty.send("{}");
        }
        assertThat(chatty.closeCode()).isEqualTo(1008);
        wordy.send("x".repeat(2_000));
        assertThat(wordy.closeCode()).isIn(1006, 1009);
        await(binary.socket().writeBinaryMessage(io.vertx.core.buffer.Buffer.buffer("{}")));
        assertThat(binary.closeCode()).isEqualTo(1003);
      }
    }
  }

  @Test
  void stop_endsSocketsWithGoingAway() {
    TestServer server = server(Map.of());
    String alice = server.signUp("alice");
    try (LiveSocket socket = LiveSocket.open(server, alice, "stream=user");
        EventStream stream = EventStream.open(server, alice, "user")) {
      socket.settle();
      stream.next(":)");
      long started = System.nanoTime();

      server.close();

      assertThat(socket.closeCode()).isEqualTo(1001);
      stream.end();
      // A socket is not a request that a stop waits for.
      assertThat(System.nanoTime() - started).isLessThan(20_000_000_000L);
    }
  }

  @Test
  void webSocket_deadPeer_isEnded() throws IOException {
    try (TestServer server = server(Map.of("FLASHCROWD_STREAMING_HEARTBEAT", "1s"));
        Socket deaf = raw(server, server.signUp("alice"), "stream=public", 64_000)) {
      // It reads, and never answers a ping.
      byte[] rest = deaf.getInputStream().readAllBytes();

      assertThat(closeCode(rest)).isEqualTo(1001);
    }
  }

  /** Memory is what a slow reader would cost; this one reads nothing at all. */
  @Test
  void webSocket_slowReader_isDroppedAndOthersAreNot() throws IOException {
    try (TestServer server =
        server(
            Map.of(
                "FLASHCROWD_STREAMING_MAX_BUFFER",
                "64KB",
                "FLASHCROWD_STREAMING_HEARTBEAT",
                "10m",
                "FLASHCROWD_HTTP_IDLE_TIMEOUT",
                "1h"))) {
      String alice = server.signUp("alice");
      ApiClient author = server.client().as(alice);
      try (Socket slow = raw(server, alice, "stream=public", 2_048);
          LiveSocket brisk = LiveSocket.open(server, alice, "stream=public")) {
        brisk.settle();
        String text = "\u00e9".repeat(4_900);
        int posts = 0;
        while (!scrape(server).contains("flashcrowd_streaming_dropped_readers_total 1.0")) {
          assertThat(posts++).as("posts").isLessThan(1_000);
          author.post("/api/v1/statuses", Map.of("status", text));
          assertThat(brisk.next().path("event").asText()).isEqualTo("update");
        }
        Queue.settle(server);

        byte[] rest = slow.getInputStream().readAllBytes();

        assertThat(rest.length).as("what was under way").isGreaterThan(64_000);
        String last =
            author.post("/api/v1/statuses", Map.of("status", "on")).json().path("id").asText();
        assertThat(LiveSocket.id(brisk.next())).isEqualTo(last);
        assertThat(brisk.isOpen()).isTrue();
      }
    }
  }

  private static String scrape(TestServer server) {
    return new ApiClient(server.managementUri()).get("/metrics").text();
  }

  private static void until(java.util.function.BooleanSupplier holds) {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
  }

  /** A WebSocket of which the test has the wire; its handshake is done. */
  private static Socket raw(TestServer server, String token, String query, int window)
      throws IOException {
    URI uri = server.uri();
    Socket socket = new Socket();
    socket.setReceiveBufferSize(window);
    socket.setSoTimeout(30_000);
    socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
    String head =
        """
        GET /api/v1/streaming?%s HTTP/1.1\r
        Host: %s\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Protocol: %s\r
        \r
        """
            .formatted(query, uri.getAuthority(), token);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    InputStream in = socket.getInputStream();
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      answer.append((char) in.read());
    }
    assertThat(answer.toString()).startsWith("HTTP/1.1 101").containsIgnoringCase(token);
    return socket;
  }

  /** Of the last frame, which is a close frame (RFC 6455, 5.5.1). */
  private static int closeCode(byte[] frames) {
    for (int at = frames.length - 4; at >= 0; at--) {
      if ((frames[at] & 0xff) == 0x88 && at + 2 + frames[at + 1] == frames.length) {
        return (frames[at + 2] & 0xff) << 8 | (frames[at + 3] & 0xff);
      }
    }
    throw new AssertionError("no close frame in " + frames.length + " bytes");
  }
}
