package org.flashcrowd.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flashcrowd.testing.TestServer.await;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.streaming.LiveSocket;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How a node leaves a site. */
@Proves(Promise.OPERATIONS)
class DrainIT {
  private static TestServer site;
  private static String token;

  @BeforeAll
  static void start() {
    site = TestServer.start();
    token = site.signUp("alice");
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  private static TestServer node(String wait) {
    return site.secondNode(Map.of("FLASHCROWD_DRAIN_NOTICE", wait));
  }

  @Test
  void stop_whileTheBalancersNotice_servesOnAndAsksEverybodyToGo() {
    TestServer node = node("2s");
    ApiClient management = new ApiClient(node.managementUri());
    assertThat(management.get("/health/ready").status()).isEqualTo(200);
    LiveSocket socket = LiveSocket.open(node, token, "stream=user");
    socket.settle();

    Future<Void> stopped = node.server().stop();

    ApiClient.Answer ready = management.get("/health/ready");
    assertThat(ready.status()).isEqualTo(503);
    assertThat(ready.json().path("status").asText()).isEqualTo("draining");
    assertThat(management.get("/health/live").status()).isEqualTo(200);
    ApiClient.Answer served = node.client().as(token).get("/api/v1/timelines/home");
    assertThat(served.status()).isEqualTo(200);
    assertThat(served.header("Connection")).isEqualTo("close");
    assertThat(socket.isOpen()).isTrue();

    await(stopped);
    assertThat(socket.closeCode()).isEqualTo(1001);
    assertThatThrownBy(() -> node.client().get("/api/v1/instance"))
        .isInstanceOf(AssertionError.class);
  }

  /** The control: who serves on keeps connections, and is ready. */
  @Test
  void node_thatStays_keepsConnections() {
    ApiClient.Answer served = site.client().as(token).get("/api/v1/timelines/home");

    assertThat(served.header("Connection")).isNull();
    assertThat(new ApiClient(site.managementUri()).get("/health/ready").status()).isEqualTo(200);
  }

  @Test
  void stop_requestUnderWay_isFinishedFirst() throws IOException {
    TestServer node = node("0s");
    String body = "status=slowly";
    try (Socket client = connect(node.uri())) {
      client
          .getOutputStream()
          .write(
              """
              POST /api/v1/statuses HTTP/1.1\r
              Host: localhost\r
              Authorization: Bearer %s\r
              Content-Type: application/x-www-form-urlencoded\r
              Content-Length: %d\r
              \r
              %s\
              """
                  .formatted(token, body.length(), body.substring(0, 4))
                  .getBytes(StandardCharsets.US_ASCII));
      client.getOutputStream().flush();
      assertThat(new ApiClient(node.managementUri()).get("/health/ready").status()).isEqualTo(200);
      node.client().get("/api/v1/instance");

      Future<Void> stopped = node.server().stop();
      assertThat(stopped.isComplete()).isFalse();
      client.getOutputStream().write(body.substring(4).getBytes(StandardCharsets.US_ASCII));

      String answer = readAll(client.getInputStream());
      assertThat(answer).startsWith("HTTP/1.1 200").containsIgnoringCase("connection: close");
      await(stopped);
    }
  }

  private static Socket connect(URI uri) throws IOException {
    Socket socket = new Socket(uri.getHost(), uri.getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static String readAll(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }
}
