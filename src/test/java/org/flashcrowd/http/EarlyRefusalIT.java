package org.flashcrowd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestServer.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.flashcrowd.config.Config;
import org.flashcrowd.resilience.Surge;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Answers that are given before there is a request, byte by byte: strangers are refused by an
 * operator's pin. That an answer was an early one shows by how its headers are written.
 */
class EarlyRefusalIT {
  private static final String GET = "GET /api/photos HTTP/1.1\r\nHost: a\r\n";
  private static final String EARLY = "Retry-After: ";
  private static final String LATER = "retry-after: ";

  @TempDir Path incoming;

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final CompletableFuture<Runnable> held = new CompletableFuture<>();
  private HttpVerticle verticle;
  private Wire wire;

  @BeforeEach
  void start() throws IOException {
    Config config =
        Config.load(null, Map.of("FLASHCROWD_HTTP_PORT", "0", "FLASHCROWD_HTTP_HOST", "127.0.0.1"));
    Routes routes =
        new Routes()
            .get("/api/photos", Access.open(), request -> done())
            .post("/api/photos", Access.open().as(Traffic.DISCOVERY), request -> done())
            .get("/page", Access.open(), request -> done())
            .get("/held", Access.open().as(Traffic.CONTROL), request -> held())
            .get("/health", Access.open().as(Traffic.CONTROL), request -> done())
            .failurePage((status, error) -> "<p>" + error + "</p>");
    Surge pinned =
        new Surge() {
          @Override
          public Level level() {
            return Level.SHEDDING;
          }

          @Override
          public boolean pinned() {
            return true;
          }
        };
    verticle = new HttpVerticle(PlainEdge.of(config, routes, pinned, meters, incoming));
    await(vertx.deployVerticle(verticle));
    wire = Wire.to(verticle.port());
  }

  @AfterEach
  void stop() throws IOException {
    wire.close();
    await(vertx.close());
  }

  private static Future<Reply> done() {
    return Future.succeededFuture(Reply.json(Map.of("done", true)));
  }

  private Future<Reply> held() {
    Promise<Reply> promise = Promise.promise();
    Context loop = vertx.getOrCreateContext();
    held.complete(() -> loop.runOnContext(now -> promise.complete(Reply.json(Map.of()))));
    return promise.future();
  }

  private double sheds() {
    return meters.find("flashcrowd.http.shed").tag("reason", "pinned").counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  @Test
  void stranger_isRefusedWithAllThatAnAppNeedsAndKeepsTheConnection() throws IOException {
    for (int i = 0; i < 3; i++) {
      Wire.Answer answer = wire.ask(GET + "\r\n");
      assertThat(answer.head())
          .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
          .containsPattern("\r\nRetry-After: [456]\r\n")
          .contains("\r\nContent-Type: application/json; charset=utf-8\r\n")
          .contains("\r\nCache-Control: no-store\r\n")
          .contains("\r\nAccess-Control-Allow-Origin: *\r\n");
      assertThat(answer.body()).isEqualTo("{\"error\":\"The server is too busy right now\"}");
    }
    assertThat(sheds()).isEqualTo(3);
  }

  @Test
  void requests_inOnePiece_areAnsweredOneByOne() throws IOException {
    wire.send(
        GET + "\r\n" + GET + "\r\n" + "GET /health HTTP/1.1\r\nHost: a\r\n\r\n" + GET + "\r\n");

    assertThat(wire.read().head()).contains(EARLY);
    assertThat(wire.read().head()).contains(EARLY);
    assertThat(wire.read().body()).isEqualTo("{\"done\":true}");
    assertThat(wire.read().head()).contains(" 503 ");
    assertThat(sheds()).isEqualTo(3);
  }

  @Test
  void request_behindOneThatHasNoAnswerYet_waitsForItsTurn() throws Exception {
    wire.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n" + GET + "\r\n");
    Runnable release = held.get();
    wire.send(GET + "\r\n");
    assertThat(wire.available()).isZero();

    release.run();
    assertThat(wire.read().body()).isEqualTo("{}");
    assertThat(wire.read().head()).contains(LATER);
    assertThat(wire.read().head()).contains(" 503 ");
    assertThat(wire.ask(GET + "\r\n").head()).contains(EARLY);
    assertThat(sheds()).isEqualTo(3);
  }

  @Test
  void body_isReadToItsEndAndNotTakenForARequest() throws IOException {
    String post = "POST /api/photos HTTP/1.1\r\nHost: a\r\n";
    Wire.Answer answer =
        wire.ask(post + "Content-Length: 36\r\n\r\nGET /health HTTP/1.1\r\nHost: a\r\n\r\nxyz");
    assertThat(answer.head()).contains(" 503 ").contains(LATER);
    assertThat(wire.ask(GET + "\r\n").head()).contains(EARLY);

    assertThat(wire.ask(post + "\r\n").head()).contains(EARLY);
  }

  @Test
  void head_hasTheLengthAndNoBody() throws IOException {
    wire.send(GET.replace("GET", "HEAD") + "\r\n");
    assertThat(wire.readHead().head()).contains(EARLY).contains("\r\nContent-Length: 44\r\n");
    assertThat(wire.ask(GET + "\r\n").body()).hasSize(44);
  }

  @Test
  void connection_thatIsNotKept_isClosed() throws IOException {
    assertThat(wire.ask(GET + "Connection: close\r\n\r\n").head()).contains(LATER);
    assertThat(wire.isAtEnd()).isTrue();
  }

  @Test
  void http10_isClosed() throws IOException {
    assertThat(wire.ask(GET.replace("1.1", "1.0") + "\r\n").head()).contains(LATER);
    assertThat(wire.isAtEnd()).isTrue();
  }

  @Test
  void browser_getsAPage() throws IOException {
    Wire.Answer answer = wire.ask("GET /page HTTP/1.1\r\nHost: a\r\nAccept: text/html,*/*\r\n\r\n");
    assertThat(answer.head())
        .contains(EARLY)
        .contains("text/html; charset=utf-8")
        .doesNotContain("Access-Control");
    assertThat(answer.body()).isEqualTo("<p>The server is too busy right now</p>");
  }

  @Test
  void others_goOn() throws IOException {
    String token = "Authorization: Bearer x\r\n\r\n";
    // What it is worth is found out later.
    assertThat(wire.ask(GET + token).body()).isEqualTo("{\"done\":true}");
    assertThat(wire.ask("OPTIONS /api/photos HTTP/1.1\r\nHost: a\r\n\r\n").head())
        .contains(" 204 ");
    assertThat(wire.ask("GET /health HTTP/1.1\r\nHost: a\r\n\r\n").head()).contains(" 200 ");
    assertThat(sheds()).isZero();
  }
}
