package org.flashcrowd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.flashcrowd.testing.TestServer.await;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.flashcrowd.config.Config;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What happens to connections whose peer is slow, broken or gone, and to those of a server that
 * stops.
 */
class ConnectionsIT {
  private static final String GET = "GET /api/done HTTP/1.1\r\nHost: a\r\n";

  @TempDir Path incoming;

  private final Vertx vertx = Vertx.vertx();
  private final CompletableFuture<Runnable> held = new CompletableFuture<>();
  private HttpVerticle verticle;
  private String deployment;

  @BeforeEach
  void start() {
    Config config =
        Config.load(
            null,
            Map.of(
                "FLASHCROWD_HTTP_PORT", "0",
                "FLASHCROWD_HTTP_HOST", "127.0.0.1",
                "FLASHCROWD_HTTP_HEADER_TIMEOUT", "1s",
                "FLASHCROWD_HTTP_IDLE_TIMEOUT", "2s",
                "FLASHCROWD_HTTP_BODY_MIN_RATE", "1KB"));
    Routes routes =
        new Routes()
            .get("/api/done", Access.open(), request -> done())
            .post("/api/done", Access.open(), request -> done())
            .get("/api/held", Access.open(), request -> held())
            .upload(HttpMethod.POST, "/api/upload", Access.open(), request -> done());
    verticle = new HttpVerticle(PlainEdge.of(config, routes, incoming));
    deployment = await(vertx.deployVerticle(verticle));
  }

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  private static Future<Reply> done() {
    return Future.succeededFuture(Reply.json(Map.of("done", true)));
  }

  private Future<Reply> held() {
    io.vertx.core.Promise<Reply> promise = io.vertx.core.Promise.promise();
    Context loop = vertx.getOrCreateContext();
    held.complete(() -> loop.runOnContext(now -> promise.complete(Reply.json(Map.of()))));
    return promise.future();
  }

  @ParameterizedTest
  @Proves(Promise.BAD_HEADERS)
  @ValueSource(
      strings = {
        "GET /api/done HTTP/1.1\r\nHost: a\r\nX: a\u0001b\r\n\r\n",
        "GET /api/done HTTP/1.1\r\nHost: a\r\nX: a\rb: c\r\n\r\n",
        "GET /api/done HTTP/1.1\r\nHost: a\r\n: no name\r\n\r\n",
        "NONSENSE\r\n\r\n"
      })
  void head_malformed_is400AndCloses(String head) throws IOException {
    assertThat(exchange(head)).contains(" 400 ");
  }

  /** Each hides a second request in what one reader takes for the body of the first. */
  @ParameterizedTest
  @Proves(Promise.BAD_HEADERS)
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 5",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: \u000bchunked",
        "Transfer-Encoding : chunked",
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 5, 6",
        "Content-Length: +5",
        "Content-Length: -1",
        "Content-Length: 0x5"
      })
  void body_ofTwoLengths_is400AndCloses(String headers) throws IOException {
    String answer =
        exchange("POST /api/done HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n\r\n0\r\n\r\n" + GET);

    assertThat(answer).startsWith("HTTP/1.1 400 ").doesNotContain("200 OK");
  }

  @Test
  void body_ofOneLength_isTaken() throws IOException {
    String post = "POST /api/done HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";

    assertThat(exchange(post + "Transfer-Encoding: Chunked\r\n\r\n3\r\na=1\r\n0\r\n\r\n"))
        .contains("200 OK");
    assertThat(exchange(post + "Content-Length: 3\r\n\r\na=1")).contains("200 OK");
    assertThat(exchange(post.replace("1.1", "1.0") + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"))
        .contains(" 400 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PRI * HTTP/2.0\r\n", GET})
  void head_neverEnds_isClosed(String head) throws IOException {
    assertThat(exchange(head)).doesNotContain("200 OK");
  }

  @Test
  void connection_idleAfterAnAnswer_isClosed() throws IOException {
    assertThat(exchange(GET + "\r\n")).contains("200 OK");
  }

  @Test
  void upload_cutInTheMiddle_leavesNothing() throws Exception {
    String head =
        "POST /api/upload HTTP/1.1\r\nHost: a\r\nContent-Length: 30000\r\n"
            + "Content-Type: multipart/form-data; boundary=b\r\n\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../../x\"\r\n\r\n";
    try (Socket socket = connect()) {
      send(socket, head + "x".repeat(10_000));
    }
    assertNothingIncoming();
  }

  @Test
  void body_belowTheLeastRate_isCutOff() throws IOException {
    assertThat(drip(20, 60)).isEmpty();
  }

  @Test
  void body_aboveTheLeastRate_mayTakeLongerThanAHead() throws IOException {
    assertThat(drip(500, 14)).contains("200 OK");
  }

  /** What goes on sending a body that was refused is not listened to for long. */
  @Test
  @Proves(Promise.BODY_TOO_LARGE)
  void body_refusedAndStillComing_losesItsConnection() throws IOException {
    try (Socket socket = connect()) {
      send(
          socket,
          "POST /api/done HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
              + "Content-Encoding: gzip\r\n\r\n");
      long end = System.nanoTime() + 5_000_000_000L;
      socket.setSoTimeout(50);
      boolean closed = false;
      while (!closed && System.nanoTime() < end) {
        send(socket, "4\r\nmore\r\n");
        closed = isClosed(socket);
      }
      assertThat(closed).isTrue();
    } catch (SocketException cut) {
      assertThat(cut).hasMessageMatching(".*(reset|pipe).*");
    }
  }

  @Test
  void stop_requestUnderWay_isAnsweredAndNoneIsTaken() throws Exception {
    try (Socket socket = connect()) {
      send(socket, "GET /api/held HTTP/1.1\r\nHost: a\r\n\r\n");
      Runnable answer = held.get(10, TimeUnit.SECONDS);

      Future<Void> stopped = vertx.undeploy(deployment);

      awaitNobodyListening();
      assertThat(stopped.isComplete()).isFalse();
      answer.run();
      assertThat(readAll(socket)).contains("200 OK");
      await(stopped);
    }
  }

  /** Sends a body in so many pieces of so many bytes, five a second; what is answered. */
  private String drip(int bytes, int pieces) throws IOException {
    try (Socket socket = connect()) {
      send(
          socket,
          "POST /api/done HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
              .formatted(bytes * pieces));
      socket.setSoTimeout(200);
      for (int piece = 0; piece < pieces; piece++) {
        send(socket, "x".repeat(bytes));
        if (isClosed(socket)) {
          return "";
        }
      }
      return readAll(socket);
    }
  }

  /** Waits a moment for the server to close. */
  private static boolean isClosed(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException stillOpen) {
      return false;
    }
  }

  /** A connection that waits to be accepted while the port closes is reset, and says nothing. */
  private void awaitNobodyListening() throws IOException {
    for (long end = System.nanoTime() + 5_000_000_000L; System.nanoTime() < end; ) {
      try {
        connect().close();
      } catch (ConnectException refused) {
        return;
      } catch (SocketException reset) {
        assertThat(reset).hasMessageContaining("reset");
      }
    }
    fail("connections are still taken");
  }

  /** Sends bytes and reads until the server closes, which it must. */
  private String exchange(String sent) throws IOException {
    try (Socket socket = connect()) {
      send(socket, sent);
      return readAll(socket);
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), verticle.port());
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  private static String readAll(Socket socket) throws IOException {
    socket.setSoTimeout(10_000);
    InputStream answer = socket.getInputStream();
    return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Files go once the call has ended, which may be a moment after its answer. */
  private void assertNothingIncoming() throws IOException {
    long deadline = System.nanoTime() + 10_000_000_000L;
    long left;
    do {
      try (Stream<Path> files = Files.list(incoming)) {
        left = files.count();
      }
      Thread.onSpinWait();
    } while (left > 0 && System.nanoTime() < deadline);
    assertThat(left).isZero();
  }
}
