package org.flashcrowd.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.auth.SignedInApp;
import org.flashcrowd.config.Secret;
import org.flashcrowd.config.ServiceUris;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Jdbc;
import org.flashcrowd.db.Migrations;
import org.flashcrowd.faults.ServerProcess;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.promises.Figures;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestDatabase;
import org.flashcrowd.testing.TestRedis;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes whose clocks are an hour off those of the database, which is the one that counts. */
class ClockIT {
  private static final Path COMPILER = Path.of("/usr/bin/cc");
  private static final Path LIBRARY_SOURCE = Path.of("src/test/resources/faults/wrong-clock.c");
  private static final int POSTS = 60;
  private static final Map<String, String> QUICK =
      Map.of("FLASHCROWD_JOBS_LEASE", "2s", "FLASHCROWD_JOBS_HEARTBEAT", "300ms");

  @TempDir private static Path folder;

  /** A database whose every statement sees another time than the nodes do. */
  private static void migrate(String uri, String database, int hours) throws SQLException {
    try (Connection connection = Jdbc.connect(uri);
        var statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE SCHEMA off;
          CREATE FUNCTION off.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
            $$ SELECT pg_catalog.clock_timestamp() + interval '%1$d hours' $$;
          CREATE FUNCTION off.now() RETURNS timestamptz LANGUAGE sql STABLE AS
            $$ SELECT pg_catalog.now() + interval '%1$d hours' $$;
          ALTER DATABASE %2$s SET search_path = public, off, pg_catalog
          """
              .formatted(hours, database));
    }
    Migrations.run(uri);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  @Proves(Promise.CLOCK_OFF)
  void nodes_anHourOff_keepIdsLeasesAndExpiryByTheDatabase(int hours, Figures figures)
      throws SQLException {
    try (TestServer any = TestServer.start();
        TestDatabase database = TestDatabase.empty()) {
      String uri = database.uri();
      migrate(uri, uri.substring(uri.lastIndexOf('/') + 1), hours);
      ServiceUris services = new ServiceUris(new Secret(uri), any.services().redis());
      try (TestServer one = any.secondNode(QUICK, services);
          TestServer other = any.secondNode(QUICK, services)) {
        String token = one.signUp("alice");
        List<Long> ids = posts(List.of(one.client().as(token), other.client().as(token)));
        ApiClient.Answer accepted =
            one.client()
                .as(token)
                .upload("POST", "/api/v2/media", "file", Pictures.jpeg(200, 100), Map.of());
        Uploads.ready(other.client().as(token), accepted);
        SignedInApp app = SignedInApp.at(one);
        ApiClient.Answer exchanged = app.exchange(other, app.code("alice"));
        long rescued = number(uri, "SELECT count(*) FROM job WHERE failure IS NOT NULL");
        long runners = number(uri, "SELECT count(*) FROM job_runner");
        Duration off = Duration.between(Instant.now(), Ids.timeOf(ids.getLast()));

        figures
            .add("hours off", hours)
            .add("ids", ids.size())
            .add("ids distinct", ids.stream().distinct().count())
            .add("jobs given up", rescued)
            .add("runners", runners);
        assertThat(ids).doesNotHaveDuplicates().isSorted();
        assertThat(off)
            .isBetween(Duration.ofMinutes(hours * 60 - 5), Duration.ofMinutes(hours * 60 + 5));
        assertThat(rescued).isZero();
        assertThat(runners).isEqualTo(2);
        assertThat(exchanged.status()).as(exchanged.text()).isEqualTo(200);
        // A code whose minute is over by the database's clock is over.
        String late = app.code("alice");
        execute(
            uri,
            """
            UPDATE authorization_code SET expires_at = now() - interval '1 s' WHERE used_at IS NULL
            """);
        assertThat(app.exchange(other, late).status()).isEqualTo(400);
      }
    }
  }

  private static Path library() throws IOException, InterruptedException {
    Path library = folder.resolve("wrong-clock.so");
    Process compiler =
        new ProcessBuilder(
                COMPILER.toString(),
                "-shared",
                "-fPIC",
                "-O1",
                "-nostdlib",
                "-fno-builtin",
                "-o",
                library.toString(),
                LIBRARY_SOURCE.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(compiler.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(compiler.exitValue()).as(said).isZero();
    return library;
  }

  private static ServerProcess node(TestDatabase database, Path library, Duration off)
      throws IOException {
    Map<String, String> settings = new HashMap<>(QUICK);
    settings.put("LD_PRELOAD", library.toString());
    settings.put("WRONG_CLOCK_SECONDS", Long.toString(off.toSeconds()));
    Path data = Files.createDirectories(folder.resolve("node" + off.toHours()));
    ServiceUris services = new ServiceUris(new Secret(database.uri()), new Secret(TestRedis.uri()));
    return ServerProcess.start(data, services, settings);
  }

  /**
   * Two nodes in processes, one ahead and one behind, beside one that is right. A library that they
   * load first makes it so; a C compiler builds it.
   */
  @Test
  @Tag("faults")
  @Proves(Promise.CLOCK_OFF)
  void nodes_anHourAheadAndBehind_keepIdsLeasesAndExpiryByTheDatabase(Figures figures)
      throws Exception {
    assumeThat(Files.isExecutable(COMPILER)).as("a C compiler (gcc)").isTrue();
    Path library = library();
    try (TestDatabase database = TestDatabase.fresh();
        ServerProcess ahead = node(database, library, Duration.ofHours(1));
        ServerProcess behind = node(database, library, Duration.ofHours(-1));
        TestServer right = TestServer.startOn(database.uri(), QUICK)) {
      assertThat(off(ahead)).isBetween(Duration.ofMinutes(55), Duration.ofMinutes(65));
      assertThat(off(behind)).isBetween(Duration.ofMinutes(-65), Duration.ofMinutes(-55));

      String token = right.signUp("alice");
      List<ApiClient> nodes =
          List.of(ahead.client().as(token), behind.client().as(token), right.client().as(token));
      List<Long> ids = posts(nodes);
      for (ApiClient node : nodes) {
        Uploads.ready(
            node, node.upload("POST", "/api/v2/media", "file", Pictures.jpeg(200, 100), Map.of()));
      }
      String uri = database.uri();
      long failed = number(uri, "SELECT count(*) FROM job WHERE failure IS NOT NULL");
      long runners = number(uri, "SELECT count(*) FROM job_runner WHERE lease_until > now()");
      SignedInApp app = SignedInApp.at(right);

      figures
          .add("hours off", "1, -1, 0")
          .add("ids", ids.size())
          .add("ids distinct", ids.stream().distinct().count())
          .add("jobs given up", failed)
          .add("runners", runners);
      assertThat(ids).doesNotHaveDuplicates().isSorted();
      assertThat(Duration.between(Instant.now(), Ids.timeOf(ids.getLast())).abs())
          .isLessThan(Duration.ofMinutes(5));
      assertThat(failed).isZero();
      assertThat(runners).isEqualTo(3);
      // What is left of a code's minute is left at each of them; what is over is over.
      for (ServerProcess node : List.of(ahead, behind)) {
        ApiClient.Answer exchanged = app.exchange(node.client(), app.code("alice"));
        assertThat(exchanged.status()).as(exchanged.text()).isEqualTo(200);
        String late = app.code("alice");
        execute(
            uri,
            "UPDATE authorization_code SET expires_at = now() - interval '1 s' WHERE used_at IS"
                + " NULL");
        assertThat(app.exchange(node.client(), late).status()).isEqualTo(400);
      }
    }
  }

  /** How far a node's own clock is from this one's, by the time at which it says it began. */
  private static Duration off(ServerProcess node) {
    String meters = new ApiClient(node.management()).get("/metrics").text();
    double began =
        meters
            .lines()
            .filter(line -> line.startsWith("process_start_time_seconds"))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .findFirst()
            .orElseThrow();
    return Duration.between(Instant.now(), Instant.ofEpochSecond((long) began));
  }

  /** Posts at each node in turn; the posts' ids in the order in which they were answered. */
  private static List<Long> posts(List<ApiClient> nodes) {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < POSTS; i++) {
      ApiClient.Answer answer =
          nodes.get(i % nodes.size()).post("/api/v1/statuses", Map.of("status", "post " + i));
      ids.add(answer.json().get("id").asLong());
    }
    return ids;
  }

  private static long number(String uri, String sql) throws SQLException {
    try (Connection connection = Jdbc.connect(uri);
        var rows = connection.createStatement().executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void execute(String uri, String sql) throws SQLException {
    try (Connection connection = Jdbc.connect(uri)) {
      connection.createStatement().execute(sql);
    }
  }
}
