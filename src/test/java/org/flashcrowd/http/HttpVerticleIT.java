package org.flashcrowd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestServer.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.flashcrowd.config.Config;
import org.flashcrowd.testing.ApiClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The edge alone, with routes that answer what they were sent. */
class HttpVerticleIT {
  @TempDir static Path incoming;

  private static final Vertx VERTX = Vertx.vertx();
  // Shared between calls, and of another event loop than the one that serves them.
  private static final Future<String> KEPT =
      VERTX.getOrCreateContext().executeBlocking(() -> 1).map(done -> "kept");
  private static HttpVerticle verticle;
  private static ApiClient client;

  @BeforeAll
  static void start() {
    Config config =
        Config.load(
            null,
            Map.of(
                "FLASHCROWD_HTTP_PORT", "0",
                "FLASHCROWD_HTTP_HOST", "127.0.0.1",
                "FLASHCROWD_HTTP_HEADER_TIMEOUT", "1s",
                "FLASHCROWD_HTTP_IDLE_TIMEOUT", "2s",
                "FLASHCROWD_HTTP_MAX_BODY", "8KB",
                "FLASHCROWD_HTTP_MAX_UPLOAD", "64KB"));
    Routes routes =
        new Routes()
            .get("/api/echo/:id", Access.open(), HttpVerticleIT::echo)
            .post("/api/echo/:id", Access.open(), HttpVerticleIT::echo)
            .delete("/api/echo/:id", Access.open(), HttpVerticleIT::echo)
            .get("/api/mine", Access.account("read:statuses"), HttpVerticleIT::echo)
            .get("/api/both", Access.optional("read:statuses"), HttpVerticleIT::echo)
            .get(
                "/api/fails",
                Access.open(),
                request -> {
                  throw new IllegalStateException("x");
                })
            .get("/api/kept", Access.open(), HttpVerticleIT::kept)
            .upload(HttpMethod.POST, "/api/upload", Access.open(), HttpVerticleIT::received);
    verticle = new HttpVerticle(PlainEdge.of(config, routes, HttpVerticleIT::callerOf, incoming));
    await(VERTX.deployVerticle(verticle));
    client = new ApiClient(URI.create("http://127.0.0.1:" + verticle.port()));
  }

  @AfterAll
  static void stop() {
    await(VERTX.close());
  }

  private static Caller.@Nullable Bar bar(String token) {
    return token.contains("suspended") ? Caller.Bar.DISABLED : null;
  }

  private static Future<Optional<Caller>> callerOf(String token) {
    return Future.succeededFuture(
        token.startsWith("alive-")
            ? Optional.of(new Caller(1, 2, 3L, Set.of(token.substring(6)), "user", bar(token)))
            : Optional.empty());
  }

  private static Future<Reply> echo(Request request) {
    Params params = request.params();
    return Future.succeededFuture(
        Reply.json(
            Map.of(
                "id", params.text("id").orElse(""),
                "text", params.text("text").orElse(""),
                "list", params.texts("list"),
                "flag", params.flag("flag", false),
                "viewer", String.valueOf(request.viewer()))));
  }

  /** Says whether its head is written by the thread that the call came on. */
  private static Future<Reply> kept(Request request) {
    Thread own = Thread.currentThread();
    HttpServerResponse response = request.http().response();
    response.headersEndHandler(
        written -> response.putHeader("X-Own", "" + (Thread.currentThread() == own)));
    return KEPT.map(text -> Reply.text(200, text));
  }

  @Test
  void answer_futureOfAnotherEventLoop_isWrittenOnItsOwn() {
    ApiClient.Answer answer = client.get("/api/kept");

    assertThat(answer.text()).isEqualTo("kept");
    assertThat(answer.header("X-Own")).isEqualTo("true");
  }

  private static Future<Reply> received(Request request) {
    Upload upload = request.upload("file").orElseThrow(() -> Failure.unprocessable("no file"));
    return Future.succeededFuture(
        Reply.json(Map.of("bytes", upload.bytes(), "sha256", upload.sha256())));
  }

  @Test
  void answer_sameFieldsInEveryEncoding_readAlike() {
    var inQuery = client.get("/api/echo/7?text=hi&list[]=a&list[]=b&flag=1").json();
    var inForm =
        client.post("/api/echo/7", Map.of("text", "hi", "list[]", List.of("a", "b"), "flag", "on"));
    var inJson =
        client.json(
            "POST", "/api/echo/7", Map.of("text", "hi", "list", List.of("a", "b"), "flag", true));
    var inDelete =
        client.json(
            "DELETE", "/api/echo/7/", Map.of("text", "hi", "list", List.of("a", "b"), "flag", 1));

    assertThat(inQuery.path("list")).hasSize(2);
    assertThat(List.of(inForm.json(), inJson.json(), inDelete.json())).containsOnly(inQuery);
  }

  @Test
  void answer_multipartWithoutFile_readsItsFields() {
    var answer =
        client.upload("POST", "/api/upload", "file", new byte[10], Map.of("text", "hello"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("bytes").asInt()).isEqualTo(10);
  }

  @Test
  void answer_upload_isHashedAndDeletedAfterwards() throws IOException {
    var answer =
        client.upload(
            "POST", "/api/upload", "file", "abc".getBytes(StandardCharsets.UTF_8), Map.of());

    assertThat(answer.json().path("sha256").asText())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertNothingIncoming();
  }

  @Test
  void answer_fileOverTheLimit_is413AndLeavesNothing() throws IOException {
    var answer = client.upload("POST", "/api/upload", "file", new byte[65 * 1024], Map.of());

    assertThat(answer.status()).isEqualTo(413);
    assertNothingIncoming();
  }

  @Test
  void answer_bodyOverTheLimit_is413AndCloses() {
    var declared = client.json("POST", "/api/echo/1", "x".repeat(8 * 1024 + 1));
    var chunked =
        client.send(
            client
                .request("/api/echo/1")
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(new byte[8 * 1024 + 1]))));

    assertThat(declared.status()).isEqualTo(413);
    assertThat(chunked.status()).isEqualTo(413);
    assertThat(declared.header("Connection")).isEqualTo("close");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "null",
        "1",
        "{\"a\":1,\"a\":2}",
        "{\"a\":\"\\ud800\"}",
        "{} {}",
        "{\"a\":NaN}"
      })
  void answer_malformedJson_is400(String body) {
    assertThat(client.json("POST", "/api/echo/1", body).status()).isEqualTo(400);
  }

  @Test
  void answer_deepOrHugeJson_is400() {
    String deep = "{\"a\":" + "[".repeat(1000) + "]".repeat(1000) + "}";
    String huge = "{\"a\":" + "9".repeat(5000) + "}";

    assertThat(client.json("POST", "/api/echo/1", deep).status()).isEqualTo(400);
    assertThat(client.json("POST", "/api/echo/1", huge).status()).isEqualTo(400);
  }

  @Test
  void answer_invalidUtf8_is400() {
    var body = BodyPublishers.ofByteArray(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});

    assertThat(
            client
                .send(
                    client
                        .request("/api/echo/1")
                        .header("Content-Type", "application/json")
                        .POST(body))
                .status())
        .isEqualTo(400);
  }

  @Test
  void answer_nulInText_is422() {
    assertThat(client.json("POST", "/api/echo/1", "{\"text\":\"a\\u0000\"}").status())
        .isEqualTo(422);
  }

  @Test
  void answer_compressedBody_is415() {
    assertThat(
            client
                .send(
                    client
                        .request("/api/echo/1")
                        .header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(new byte[100])))
                .status())
        .isEqualTo(415);
  }

  @Test
  void answer_unknownPathAndMethod_areJson() {
    assertThat(client.get("/api/nothing").status()).isEqualTo(404);
    assertThat(client.get("/api/nothing").json().path("error").asText()).isNotEmpty();
    assertThat(client.form("PUT", "/api/echo/1", Map.of()).status()).isEqualTo(405);
  }

  @Test
  void answer_unforeseenFailure_is500WithoutWords() {
    var answer = client.get("/api/fails");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.text()).doesNotContain("IllegalState").doesNotContain("at org.");
  }

  @Test
  void answer_accountRoute_asksForALiveTokenWithTheScope() {
    assertThat(client.get("/api/mine").status()).isEqualTo(401);
    assertThat(client.as("dead").get("/api/mine").status()).isEqualTo(401);
    assertThat(client.as("alive-write").get("/api/mine").status()).isEqualTo(403);
    assertThat(client.as("alive-read").get("/api/mine").status()).isEqualTo(200);
    assertThat(client.get("/api/mine?access_token=alive-read").status()).isEqualTo(200);
  }

  @Test
  void answer_optionalRoute_refusesADeadTokenOnly() {
    assertThat(client.get("/api/both").json().path("viewer").asText()).isEqualTo("null");
    assertThat(client.as("alive-read").get("/api/both").json().path("viewer").asText())
        .isEqualTo("3");
    assertThat(client.as("dead").get("/api/both").status()).isEqualTo(401);
  }

  @Test
  void answer_apiPath_allowsEveryOriginWithoutCredentials() {
    var answer = client.get("/api/echo/1");
    var preflight =
        client.send(client.request("/api/echo/1").method("OPTIONS", BodyPublishers.noBody()));

    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(answer.header("Access-Control-Allow-Credentials")).isNull();
    assertThat(preflight.status()).isEqualTo(204);
    assertThat(preflight.header("Access-Control-Allow-Headers")).contains("Authorization");
  }

  @Test
  void answer_requestId_isKeptWhenPlain() {
    var kept = client.send(client.request("/api/echo/1").header("X-Request-Id", "abc-1").GET());
    var forged = client.send(client.request("/api/echo/1").header("X-Request-Id", "a b").GET());

    assertThat(kept.header("X-Request-Id")).isEqualTo("abc-1");
    assertThat(forged.header("X-Request-Id")).isNotEqualTo("a b").isNotBlank();
  }

  /** Files go once the call has ended, which may be a moment after its answer. */
  private static void assertNothingIncoming() throws IOException {
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
