package org.flashcrowd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestServer.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.flashcrowd.cache.Caches;
import org.flashcrowd.config.Config;
import org.flashcrowd.resilience.LocalRateLimiter;
import org.flashcrowd.resilience.RateLimiters;
import org.flashcrowd.resilience.Surge;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pages for strangers that are given before there is a request, byte by byte. That an answer was an
 * early one shows by how its length is written.
 */
class EarlyPagesIT {
  private static final String PAGE = "GET /api/page HTTP/1.1\r\nHost: a\r\n";
  private static final String EARLY = "\r\nContent-Length: ";
  private static final String LATER = "\r\ncontent-length: ";
  private static final String TEXT = "All is well, and has been for long. ".repeat(60);
  private static final int CALLS = 20;

  @TempDir Path incoming;

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicBoolean away = new AtomicBoolean();
  private final CompletableFuture<Runnable> held = new CompletableFuture<>();
  private Wire wire;

  @BeforeEach
  void start() throws IOException {
    start(Map.of("FLASHCROWD_CACHE_PAGES", "1m", "FLASHCROWD_LIMITS_ENABLED", "false"));
  }

  private void start(Map<String, String> more) throws IOException {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("FLASHCROWD_HTTP_PORT", "0");
    settings.put("FLASHCROWD_HTTP_HOST", "127.0.0.1");
    Config config = Config.load(null, settings);
    Routes routes =
        new Routes(new PublicPages(vertx, Caches.alone(), config.cache()))
            .shared("/api/page", Access.open(), request -> page())
            .shared("/page", Access.open(), request -> page())
            .shared("/api/optional", Access.optional("read:statuses"), request -> page())
            .shared(
                "/strange",
                Access.open(),
                request -> page().map(reply -> reply.header("X-Name", "Zo\u00eb")))
            .get("/held", Access.open(), request -> held());
    LocalRateLimiter limiter = new LocalRateLimiter(InstantSource.system());
    HttpVerticle verticle =
        new HttpVerticle(
            new HttpEdge(
                config,
                routes,
                token -> Future.succeededFuture(Optional.empty()),
                RequestLimits.of(config.limits(), new RateLimiters(limiter, limiter)),
                account -> Future.succeededFuture(),
                Surge.CALM,
                meters,
                incoming));
    await(vertx.deployVerticle(verticle));
    if (wire != null) {
      wire.close();
    }
    wire = Wire.to(verticle.port());
  }

  @AfterEach
  void stop() throws IOException {
    wire.close();
    await(vertx.close());
  }

  private Future<Reply> page() {
    made.incrementAndGet();
    return away.get()
        ? Future.failedFuture("nobody can tell")
        : Future.succeededFuture(Reply.json(200, Buffer.buffer("{\"text\":\"" + TEXT + "\"}")));
  }

  private Future<Reply> held() {
    Promise<Reply> promise = Promise.promise();
    Context loop = vertx.getOrCreateContext();
    held.complete(() -> loop.runOnContext(now -> promise.complete(Reply.json(Map.of()))));
    return promise.future();
  }

  private static Map<String, String> lasting(Wire.Answer answer) {
    Map<String, String> headers = answer.headers();
    headers.remove("x-request-id");
    headers.remove("x-ratelimit-remaining");
    return headers;
  }

  private long counted(String route, int status) {
    return meters
        .get("flashcrowd.http.requests")
        .tag("route", route)
        .tag("status", Integer.toString(status))
        .timer()
        .count();
  }

  @Test
  void page_again_isTheSameInAllButItsName() throws IOException {
    Wire.Answer first = wire.ask(PAGE + "\r\n");
    Wire.Answer second = wire.ask(PAGE + "\r\n");
    Wire.Answer third = wire.ask(PAGE + "\r\n");

    assertThat(first.head()).startsWith("HTTP/1.1 200 OK\r\n").contains(LATER);
    assertThat(second.head()).startsWith("HTTP/1.1 200 OK\r\n").contains(EARLY);
    assertThat(second.body()).isEqualTo(first.body()).contains(TEXT);
    assertThat(lasting(second)).isEqualTo(lasting(first)).containsKey("etag");
    assertThat(third.headers().get("x-request-id"))
        .isNotBlank()
        .isNotEqualTo(second.headers().get("x-request-id"));
    assertThat(made).hasValue(1);
    assertThat(counted("/api/page", 200)).isEqualTo(3);
  }

  @Test
  void page_outsideTheApi_saysNothingOfOtherOrigins() throws IOException {
    String page = PAGE.replace("/api/page", "/page");
    Wire.Answer first = wire.ask(page + "\r\n");
    Wire.Answer second = wire.ask(page + "\r\n");
    assertThat(second.head()).contains(EARLY).doesNotContain("Access-Control");
    assertThat(lasting(second)).isEqualTo(lasting(first));
  }

  @Test
  void gzip_accepted_isTheSamePage() throws IOException {
    wire.ask(PAGE + "\r\n");
    Wire.Answer zipped = wire.ask(PAGE + "Accept-Encoding: gzip, br\r\n\r\n");
    assertThat(zipped.head()).contains(EARLY).contains("\r\nContent-Encoding: gzip\r\n");
    byte[] unzipped =
        new GZIPInputStream(new ByteArrayInputStream(zipped.content().getBytes())).readAllBytes();
    assertThat(new String(unzipped, StandardCharsets.UTF_8)).contains(TEXT);
    assertThat(zipped.content().length()).isLessThan(TEXT.length() / 4);
  }

  @Test
  void tag_known_isUnchanged() throws IOException {
    String tag = String.valueOf(wire.ask(PAGE + "\r\n").headers().get("etag"));
    Wire.Answer unchanged = wire.ask(PAGE + "If-None-Match: " + tag + "\r\n\r\n");
    assertThat(unchanged.head()).startsWith("HTTP/1.1 304 Not Modified\r\n");
    assertThat(unchanged.headers()).containsEntry("etag", tag).doesNotContainKey("content-length");
    assertThat(wire.ask(PAGE + "If-None-Match: \"x\"\r\n\r\n").body()).contains(TEXT);
    assertThat(counted("/api/page", 304)).isEqualTo(1);
  }

  @Test
  void id_ofAProxy_isKeptUnlessItCouldForge() throws IOException {
    wire.ask(PAGE + "\r\n");
    Wire.Answer named = wire.ask(PAGE + "X-Request-Id: from-the-proxy_1\r\n\r\n");
    assertThat(named.headers()).containsEntry("x-request-id", "from-the-proxy_1");
    Wire.Answer forged = wire.ask(PAGE + "X-Request-Id: a b\r\n\r\n");
    assertThat(forged.headers().get("x-request-id")).doesNotContain(" ");
  }

  @Test
  void others_goTheirOwnWay() throws IOException {
    wire.ask(PAGE + "\r\n");
    assertThat(wire.ask(PAGE + "\r\n").head()).contains(EARLY);

    assertThat(wire.ask(PAGE + "Authorization: Bearer x\r\n\r\n").head()).contains(LATER);
    assertThat(wire.ask(PAGE + "Content-Length: 2\r\n\r\n{}").head()).contains(LATER);
    assertThat(wire.ask(PAGE + "Accept-Encoding: br\r\n\r\n").head()).doesNotContain(EARLY);
    assertThat(wire.ask(PAGE + "Expect: 100-continue\r\n\r\n").head()).doesNotContain(EARLY);
  }

  @Test
  void token_inTheQuery_isLookedAt() throws IOException {
    // Asked for as a stranger, since this is no bearer's header: and kept.
    String path = PAGE.replace("/api/page", "/api/optional?access_token=x");
    wire.ask(path + "Authorization: Basic x\r\n\r\n");
    assertThat(wire.ask(path + "\r\n").head()).startsWith("HTTP/1.1 401 ");
  }

  @Test
  void connection_thatIsNotKept_isClosed() throws IOException {
    wire.ask(PAGE + "\r\n");
    Wire.Answer last = wire.ask(PAGE + "Connection: keep-alive\r\nConnection: close\r\n\r\n");
    assertThat(last.head()).doesNotContain(EARLY);
  }

  @Test
  void connection_inUseWithoutCompression_isNotIdle() throws IOException {
    start(
        Map.of(
            "FLASHCROWD_CACHE_PAGES", "1m",
            "FLASHCROWD_LIMITS_ENABLED", "false",
            "FLASHCROWD_HTTP_COMPRESSION_LEVEL", "0",
            "FLASHCROWD_HTTP_IDLE_TIMEOUT", "1s"));
    Instant end = Instant.now().plus(Duration.ofMillis(2_500));
    wire.ask(PAGE + "\r\n");
    while (Instant.now().isBefore(end)) {
      assertThat(wire.ask(PAGE + "\r\n").head()).contains(EARLY);
    }
  }

  @Test
  void head_hasTheLengthAndNoBody() throws IOException {
    int length = wire.ask(PAGE + "\r\n").content().length();
    wire.send(PAGE.replace("GET", "HEAD") + "\r\n");
    assertThat(wire.readHead().head()).contains(LATER + length);
    assertThat(wire.ask(PAGE + "\r\n").head()).contains(EARLY);
  }

  @Test
  void header_thatIsNotAscii_isWrittenTheOrdinaryWay() throws IOException {
    String strange = PAGE.replace("/api/page", "/strange");
    wire.ask(strange + "\r\n");
    assertThat(wire.ask(strange + "\r\n").head()).contains(LATER);
    assertThat(made).hasValue(1);
  }

  @Test
  void pages_inOnePieceBehindOneThatWaits_areAnsweredInTheirTurn() throws Exception {
    wire.ask(PAGE + "\r\n");
    wire.send(PAGE + "\r\n" + "GET /held HTTP/1.1\r\nHost: a\r\n\r\n" + PAGE + "\r\n");
    assertThat(wire.read().head()).contains(EARLY);
    Runnable release = held.get();
    assertThat(wire.available()).isZero();

    release.run();
    assertThat(wire.read().body()).isEqualTo("{}");
    assertThat(wire.read().body()).contains(TEXT);
    assertThat(wire.ask(PAGE + "\r\n").head()).contains(EARLY);
  }

  @Test
  void calls_areCountedByAddress() throws IOException {
    start(
        Map.of(
            "FLASHCROWD_CACHE_PAGES", "1m", "FLASHCROWD_LIMITS_ADDRESS_REQUESTS", CALLS + "/5m"));
    Map<String, String> first = lasting(wire.ask(PAGE + "\r\n"));
    for (int left = CALLS - 2; left >= 0; left--) {
      Wire.Answer answer = wire.ask(PAGE + "\r\n");
      assertThat(answer.head()).contains(EARLY);
      assertThat(answer.headers()).containsEntry("x-ratelimit-remaining", "" + left);
      assertThat(lasting(answer)).isEqualTo(first);
    }
    Wire.Answer refused = wire.ask(PAGE + "\r\n");
    assertThat(refused.head()).startsWith("HTTP/1.1 429 ").contains("Retry-After: ");
  }

  @Test
  void page_thatCannotBeMadeAnew_isGivenWithItsAge() throws IOException {
    start(Map.of("FLASHCROWD_CACHE_PAGES", "20ms", "FLASHCROWD_LIMITS_ENABLED", "false"));
    wire.ask(PAGE + "\r\n");
    away.set(true);
    Wire.Answer answer = wire.ask(PAGE + "\r\n");
    Instant end = Instant.now().plus(Duration.ofSeconds(10));
    while (!(answer.head().contains(EARLY) && answer.headers().containsKey("age"))) {
      assertThat(Instant.now()).isBefore(end);
      answer = wire.ask(PAGE + "\r\n");
    }
    assertThat(answer.headers().get("cache-status")).startsWith("flashcrowd; hit; ttl=-");
    assertThat(answer.body()).contains(TEXT);
  }
}
