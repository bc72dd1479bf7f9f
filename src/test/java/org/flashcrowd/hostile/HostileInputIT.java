package org.flashcrowd.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.flashcrowd.http.Json;
import org.flashcrowd.testing.TestServer;
import org.flashcrowd.testing.TestTokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A hundred thousand calls (with the profile {@code faults}; otherwise forty thousand) over every
 * operation of the document, wrong in type, number, size, nesting and encoding: none is answered
 * 5xx, and the server is well afterwards. {@code -Dhostile.calls} and {@code -Dhostile.seed} repeat
 * a run or make another.
 */
@Tag("promises")
class HostileInputIT {
  private static final int CALLS =
      Integer.getInteger("hostile.calls", Boolean.getBoolean("promises.strict") ? 100_000 : 40_000);
  private static final long SEED = Long.getLong("hostile.seed", 20_261_123L);
  private static final int AT_ONCE = 24;
  // Longer than the server's own deadline for an answer: what it does not answer becomes a 503.
  private static final int PATIENCE_SECONDS = 45;
  // Members do not last: a call may suspend, silence or delete them.
  private static final int CALLS_OF_ONE_MEMBER = 500;

  private static TestServer server;
  private static Vertx vertx;
  private static HttpClient http;
  private static final HostileValues VALUES = new HostileValues();
  private static final AtomicInteger MEMBERS = new AtomicInteger();
  private static final AtomicInteger UNANSWERED = new AtomicInteger();
  private static final Queue<String> FAILURES = new ConcurrentLinkedQueue<>();
  private static final Map<Integer, AtomicInteger> STATUSES = new ConcurrentSkipListMap<>();

  @BeforeAll
  static void start() {
    // They ask as fast as they can and share their machine with the server: that there is no room
    // for one of them would be no finding.
    server = TestServer.start(Map.of("FLASHCROWD_SURGE_ENABLED", "false"));
    vertx = Vertx.vertx();
    http =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(5_000),
            new PoolOptions().setHttp1MaxSize(AT_ONCE));
  }

  @AfterAll
  static void stop() {
    TestServer.await(vertx.close());
    server.close();
  }

  @Test
  void calls_ofEveryOperationInEveryWrongWay_areNeverAnswered5xx()
      throws InterruptedException, ExecutionException {
    HostileCalls calls = new HostileCalls(VALUES);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        Random random = new Random(SEED + i);
        running.add(threads.submit(() -> attack(calls, random, CALLS / AT_ONCE + 1)));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }

    assertThat(FAILURES).as("of %s", STATUSES).isEmpty();
    assertThat(UNANSWERED).as("connections lost").hasValueLessThan(CALLS / 100 + 1);
    // An attack that does not get past the door proves nothing.
    assertThat(count(200)).as("%s", STATUSES).isGreaterThan(CALLS / 20);
    assertThat(new TreeMap<>(STATUSES)).containsKeys(400, 401, 404, 422);
    assertThat(server.client().get("/health").status()).isEqualTo(200);
    assertThat(
            server
                .client()
                .as(server.signUp("afterwards"))
                .post("/api/v1/statuses", Map.of("status", "still here"))
                .status())
        .isEqualTo(200);
  }

  private static int count(int status) {
    return Optional.ofNullable(STATUSES.get(status)).map(AtomicInteger::get).orElse(0);
  }

  private static void attack(HostileCalls calls, Random random, int count) {
    String token = "";
    for (int i = 0; i < count; i++) {
      if (i % CALLS_OF_ONE_MEMBER == 0) {
        token = member();
      }
      send(calls.next(random, token), random);
    }
  }

  /** Every fourth one is an administrator. */
  private static String member() {
    int number = MEMBERS.incrementAndGet();
    String name = "member" + number;
    String token = server.signUp(name);
    if (number % 4 == 0) {
      TestTokens.promote(server, name, "admin");
    }
    return token;
  }

  private static void send(HostileCall call, Random random) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.valueOf(call.method()))
            .setHost("127.0.0.1")
            .setPort(server.server().port())
            .setURI(call.uri())
            .setTimeout(PATIENCE_SECONDS * 1_000L);
    call.headers().forEach(options::putHeader);
    if (!call.contentType().isEmpty()) {
      options.putHeader("Content-Type", call.contentType());
    }
    try {
      Outcome outcome =
          http.request(options)
              .compose(request -> request.send(call.body()).compose(HostileInputIT::outcome))
              .await(PATIENCE_SECONDS + 5, TimeUnit.SECONDS);
      STATUSES.computeIfAbsent(outcome.status(), first -> new AtomicInteger()).incrementAndGet();
      if (outcome.status() >= 500) {
        fail(outcome.status() + " " + outcome.body() + " to " + call);
      }
      harvest(outcome.body(), random);
    } catch (TimeoutException late) {
      // The client's pool forgets one call in some fifty thousand, which never leaves this process.
      // One that the server forgets is answered 503 before this.
      UNANSWERED.incrementAndGet();
    } catch (RuntimeException broken) {
      UNANSWERED.incrementAndGet();
      // A body over the limit loses its connection, perhaps before the answer is read.
      if (call.body().length() < 60_000 && !closed(broken)) {
        fail(broken + " from " + call);
      }
    }
  }

  private record Outcome(int status, Buffer body) {}

  /** On the client's event loop: a body is not waited for by whoever asks for it too late. */
  private static io.vertx.core.Future<Outcome> outcome(HttpClientResponse response) {
    if (String.valueOf(response.getHeader("Content-Type")).startsWith("text/event")) {
      response.exceptionHandler(reset -> {});
      return response
          .request()
          .reset()
          .map(closed -> new Outcome(response.statusCode(), Buffer.buffer()));
    }
    return response.body().map(body -> new Outcome(response.statusCode(), body));
  }

  private static boolean closed(Throwable broken) {
    return String.valueOf(broken.getMessage()).contains("closed")
        || broken instanceof IllegalArgumentException;
  }

  private static void fail(String what) {
    if (FAILURES.size() < 25) {
      FAILURES.add(what);
    }
  }

  /** Keeps some of the ids that come back, so that later calls name what exists. */
  private static void harvest(Buffer body, Random random) {
    if (body.length() == 0 || body.length() > 100_000 || random.nextInt(4) > 0) {
      return;
    }
    try {
      JsonNode json = Json.MAPPER.readTree(body.getBytes());
      json.findValuesAsText("id").stream()
          .filter(id -> !id.isEmpty())
          .limit(5)
          .forEach(id -> VALUES.remember(id, random));
    } catch (IOException notJson) {
      // A page or a picture.
    }
  }
}
