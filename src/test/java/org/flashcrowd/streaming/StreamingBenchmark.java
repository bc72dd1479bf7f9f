package org.flashcrowd.streaming;

import static org.flashcrowd.testing.TestServer.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.flashcrowd.db.Jdbc;

/**
 * Measures live events: sockets of many accounts on one node listen to the public stream while
 * somebody posts at a steady rate. Not a test.
 *
 * <p>Arguments: the server's address, its database's URI (accounts and tokens are added there, one
 * for each socket), sockets, posts a second, seconds, and the server's process for its memory.
 *
 * <p>Delivery is from the moment at which the post is sent to the server until a socket has the
 * message; both are on this machine's clock.
 */
final class StreamingBenchmark {
  private static final int CONNECTING_AT_ONCE = 50;
  private static final long DRAIN_MILLIS = 5_000;
  private static final String MEMBERS =
      """
      WITH token AS (
        SELECT token, place, coalesce((SELECT max(id) FROM account), 0) + place AS id
          FROM unnest(?) WITH ORDINALITY AS token (token, place)
      ), member AS (
        INSERT INTO account (id, username) SELECT id, 'bench_' || id FROM token
      ), stats AS (
        INSERT INTO account_stats (account_id) SELECT id FROM token
      )
      INSERT INTO access_token (id, hash, application_id, account_id, scopes)
      SELECT id, sha256(token::bytea), (SELECT min(id) FROM application), id, '{read,write}'
        FROM token
      """;

  private final URI server;
  private final List<String> tokens;
  private final long pid;
  private final Vertx vertx = Vertx.vertx();
  private final Map<String, Long> sent = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Long> delays = new ConcurrentLinkedQueue<>();
  private final AtomicInteger failed = new AtomicInteger();

  private StreamingBenchmark(URI server, List<String> tokens, long pid) {
    this.server = server;
    this.tokens = tokens;
    this.pid = pid;
  }

  public static void main(String[] arguments) throws Exception {
    StreamingBenchmark bench =
        new StreamingBenchmark(
            URI.create(arguments[0]),
            tokens(arguments[1], Integer.parseInt(arguments[2])),
            Long.parseLong(arguments[5]));
    bench.run(
        Integer.parseInt(arguments[2]),
        Integer.parseInt(arguments[3]),
        Integer.parseInt(arguments[4]));
  }

  private static List<String> tokens(String database, int sockets) throws SQLException {
    List<String> tokens =
        Stream.generate(() -> UUID.randomUUID().toString()).limit(1L + sockets).toList();
    try (Connection connection = Jdbc.connect(database);
        PreparedStatement insert = connection.prepareStatement(MEMBERS)) {
      insert.setArray(1, connection.createArrayOf("text", tokens.toArray()));
      insert.execute();
    }
    return tokens;
  }

  private void run(int sockets, int rate, int seconds) throws Exception {
    System.out.printf("server before: %d MB resident%n", resident());
    connect(sockets);
    System.out.printf("%d sockets open: %d MB resident%n", sockets, resident());
    long cpu = cpuMillis();
    int posts = post(rate, seconds);
    TimeUnit.MILLISECONDS.sleep(DRAIN_MILLIS);
    long[] sorted = delays.stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.printf(
        "%d posts, %d failed; %d of %d deliveries%n",
        posts, failed.get(), sorted.length, (long) sockets * (posts - failed.get()));
    System.out.printf(
        "delivery ms: p50 %.0f, p99 %.0f, worst %.0f%n",
        at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
    System.out.printf(
        "server: %d MB resident, %.1f us of CPU a delivery; this program used %d MB of heap%n",
        resident(),
        (cpuMillis() - cpu) * 1e3 / Math.max(1, sorted.length),
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20);
    await(vertx.close());
  }

  private static double at(long[] sorted, double part) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.min(sorted.length - 1L, (long) (part * sorted.length))] / 1e6;
  }

  private void connect(int sockets) {
    WebSocketClient client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions().setMaxConnections(sockets).setMaxFrameSize(1 << 20));
    for (int at = 0; at < sockets; at += CONNECTING_AT_ONCE) {
      List<Future<?>> connecting = new ArrayList<>();
      for (int i = at; i < Math.min(sockets, at + CONNECTING_AT_ONCE); i++) {
        connecting.add(
            client
                .connect(
                    new WebSocketConnectOptions()
                        .setHost(server.getHost())
                        .setPort(server.getPort())
                        .setURI("/api/v1/streaming?stream=public")
                        .addSubProtocol(tokens.get(1 + i)))
                .onSuccess(socket -> socket.textMessageHandler(this::received)));
      }
      await(Future.all(connecting));
    }
  }

  /** Only the post's number is looked for: parsing would be measured too. */
  private void received(String message) {
    long now = System.nanoTime();
    int start = message.indexOf("bench-");
    if (start >= 0) {
      Long began = sent.get(message.substring(start, start + 12));
      if (began != null) {
        delays.add(now - began);
      }
    }
  }

  private int post(int rate, int seconds) {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    int posts = rate * seconds;
    long start = System.nanoTime();
    for (int i = 0; i < posts; i++) {
      LockSupport.parkNanos(start + i * 1_000_000_000L / rate - System.nanoTime());
      String name = "bench-%06d".formatted(i);
      String text = name + " a sentence or two about a photo, as people write them #bench";
      HttpRequest request =
          HttpRequest.newBuilder(server.resolve("/api/v1/statuses"))
              .header("Authorization", "Bearer " + tokens.getFirst())
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "status=" + URLEncoder.encode(text, StandardCharsets.UTF_8)))
              .build();
      sent.put(name, System.nanoTime());
      http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
          .whenComplete(
              (answer, failure) -> {
                if (failure != null || answer.statusCode() != 200) {
                  failed.incrementAndGet();
                }
              });
    }
    return posts;
  }

  private long resident() throws Exception {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .map(line -> line.replaceAll("\\D", ""))
            .mapToLong(Long::parseLong)
            .findFirst()
            .orElse(0)
        >> 10;
  }

  private long cpuMillis() {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .map(java.time.Duration::toMillis)
        .orElse(0L);
  }
}
