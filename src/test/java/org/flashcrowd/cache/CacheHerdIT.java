package org.flashcrowd.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestServer.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.promises.Figures;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A crowd comes to a node that has just started, all at once, to see one photo. */
@Tag("faults")
@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class CacheHerdIT {
  private static final int READERS = 5_000;
  // Opened before the crowd comes, a few at a time: it is not the connecting that is measured.
  private static final int OPENED_AT_ONCE = 100;
  // The shortest that jitter makes of a second.
  private static final Duration SHORTEST_LIFE = Duration.ofMillis(900);

  /** What the readers got, and how long the slowest hundredth waited. */
  private record Crowd(long answered, Duration p99, Duration all) {}

  private static final Vertx VERTX = Vertx.vertx();
  private static TestServer origin;
  private static String post;
  private static List<String> paths;

  @BeforeAll
  static void post() {
    // It does not share what it keeps: nothing is known to the nodes that the crowd comes to.
    origin =
        TestServer.start(
            Map.of("FLASHCROWD_CACHE_SHARED", "false", "FLASHCROWD_CACHE_PAGES", "1s"));
    ApiClient alice = origin.client().as(origin.signUp("alice"));
    // Cold is what a node keeps, not the code of the server and of the crowd, which share a
    // process.
    for (String path : paths(post(alice, "early"))) {
      send(origin, path, READERS);
    }
    post = post(alice, "viral");
    paths = paths(post);
  }

  private static String post(ApiClient author, String text) {
    byte[] picture = Pictures.jpeg(1200, 800);
    String photo =
        author
            .upload("POST", "/api/v2/media", "file", picture, Map.of("description", "x"))
            .json()
            .get("id")
            .asText();
    String id =
        author
            .post("/api/v1/statuses", Map.of("status", text, "media_ids[]", photo))
            .json()
            .get("id")
            .asText();
    Uploads.until(() -> origin.client().get("/api/v1/statuses/" + id).status() == 200);
    return id;
  }

  private static List<String> paths(String id) {
    JsonNode view = origin.client().get("/api/v1/statuses/" + id).json();
    String image = view.get("media_attachments").get(0).get("preview_url").asText();
    return List.of(
        "/api/v1/statuses/" + id,
        "/@alice/" + id,
        "/api/v1/timelines/public",
        URI.create(image).getPath());
  }

  @AfterAll
  static void stop() {
    origin.close();
    await(VERTX.close());
  }

  @Test
  @Proves(Promise.FLASH_CROWD)
  void crowd_onAColdNode_costsOneReadOfTheDatabase(Figures figures) {
    for (String path : paths) {
      try (TestServer node = origin.secondNode(Map.of("FLASHCROWD_CACHE_PAGES", "1s"))) {
        long before = queries(node);
        long madeBefore = made(node);
        Crowd crowd = send(node, path, READERS);
        long lives = 1 + crowd.all().dividedBy(SHORTEST_LIFE);
        long made = made(node) - madeBefore;
        String name = path.replace(post, ":id").replaceFirst("/media/.*", "/media/…");
        figures
            .add(name + ": readers answered", crowd.answered())
            .add(name + ": answers made", made)
            .add(name + ": statements", queries(node) - before)
            .within(Duration.ofSeconds(1), name + ": p99", crowd.p99());
        assertThat(crowd.answered()).as(path).isEqualTo(READERS);
        assertThat(made).as(path).isLessThanOrEqualTo(lives);
        // An answer takes a few statements; nobody but its maker asks any.
        assertThat(queries(node) - before).as(path).isLessThanOrEqualTo(12 * lives);
      }
    }
  }

  /** The control: without answers kept, each reader costs statements, and the count shows it. */
  @Test
  @Proves(Promise.FLASH_CROWD)
  void control_nothingKept_everybodyReadsTheDatabase(Figures figures) {
    Map<String, String> settings =
        Map.of("FLASHCROWD_CACHE_PAGES", "0s", "FLASHCROWD_SURGE_ENABLED", "false");
    try (TestServer node = origin.secondNode(settings)) {
      long before = queries(node);
      send(node, paths.getFirst(), 500);
      long statements = queries(node) - before;
      figures.add("control, nothing kept, 500 readers: statements", statements);
      assertThat(statements).isGreaterThan(400);
    }
  }

  private static Crowd send(TestServer node, String path, int readers) {
    HttpClientAgent client =
        VERTX.createHttpClient(new HttpClientOptions().setDecompressionSupported(false));
    HttpConnectOptions to =
        new HttpConnectOptions().setHost("127.0.0.1").setPort(node.uri().getPort());
    List<HttpClientConnection> connections = new ArrayList<>(readers);
    while (connections.size() < readers) {
      List<Future<HttpClientConnection>> opening = new ArrayList<>();
      for (int i = 0; i < Math.min(OPENED_AT_ONCE, readers - connections.size()); i++) {
        opening.add(client.connect(to));
      }
      connections.addAll(await(Future.all(opening)).list());
    }
    long[] took = new long[readers];
    AtomicInteger answered = new AtomicInteger();
    List<Future<?>> all = new ArrayList<>(readers);
    long began = System.nanoTime();
    for (int i = 0; i < readers; i++) {
      int reader = i;
      all.add(
          read(connections.get(i), path)
              .onSuccess(status -> answered.addAndGet(status == 200 ? 1 : 0))
              .onComplete(done -> took[reader] = System.nanoTime() - began));
    }
    await(Future.join(all));
    long end = System.nanoTime() - began;
    await(client.close());
    Arrays.sort(took);
    return new Crowd(
        answered.get(), Duration.ofNanos(took[readers * 99 / 100]), Duration.ofNanos(end));
  }

  private static Future<Integer> read(HttpClientConnection connection, String path) {
    return connection
        .request(new RequestOptions().setMethod(HttpMethod.GET).setURI(path))
        .compose(request -> request.send())
        .compose(answer -> answer.body().map(body -> answer.statusCode()));
  }

  private static long made(TestServer node) {
    return sum(node, "flashcrowd_cache_loads_total\\{cache=\"pages\"\\}");
  }

  /** What readers cause; the jobs' and the node's own go on meanwhile. */
  private static long queries(TestServer node) {
    return sum(
        node,
        "flashcrowd_db_query_seconds_count\\{query=\"(?:statuses|accounts|media|timelines)\\.[^\"]*\"\\}");
  }

  private static long sum(TestServer node, String meter) {
    String metrics = new ApiClient(node.managementUri()).get("/metrics").text();
    Matcher lines =
        Pattern.compile("^" + meter + " ([0-9.E]+)$", Pattern.MULTILINE).matcher(metrics);
    double sum = 0;
    while (lines.find()) {
      sum += Double.parseDouble(lines.group(1));
    }
    return (long) sum;
  }
}
