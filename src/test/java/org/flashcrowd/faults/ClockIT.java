package org.flashcrowd.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.flashcrowd.auth.TestBrowser;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Jdbc;
import org.flashcrowd.promises.Figures;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Nodes whose clocks are an hour off, each way, beside one that is right. Needs the machine's
 * libfaketime.
 */
class ClockIT {
  private static final int POSTS = 30;
  private static final String REDIRECT = "https://app.example/callback";

  @Test
  @Tag("faults")
  @Proves(Promise.CLOCK_OFF)
  void clocks_anHourOffEachWay_nobodyNotices(Figures figures) throws SQLException {
    Optional<String> library = library();
    assumeThat(library).as("libfaketime (Debian: faketime)").isPresent();
    Journal journal = new Journal();
    try (Site site =
            Site.open(
                Map.of(),
                Map.of("FLASHCROWD_JOBS_LEASE", "2s", "FLASHCROWD_JOBS_HEARTBEAT", "500ms"));
        Connection connection = Jdbc.connect(site.database);
        Statement statement = connection.createStatement()) {
      List<ServerProcess> nodes =
          List.of(
              site.node(Map.of()),
              site.node(off(library.orElseThrow(), "+1h")),
              site.node(off(library.orElseThrow(), "-1h")));
      // Otherwise this would test nothing.
      assertThat(offset(nodes.get(1))).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
      assertThat(offset(nodes.get(2))).isBetween(Duration.ofMinutes(-61), Duration.ofMinutes(-59));

      Duration furthest = Duration.ZERO;
      List<Long> ids = new ArrayList<>();
      for (int i = 0; i < POSTS; i++) {
        ApiClient client = nodes.get(i % 3).client().as(site.tokens.getFirst());
        long id =
            client
                .post("/api/v1/statuses", Map.of("status", "post " + i))
                .json()
                .get("id")
                .asLong();
        Duration off = Duration.between(Ids.timeOf(id), Instant.now()).abs();
        furthest = off.compareTo(furthest) > 0 ? off : furthest;
        ids.add(id);
      }
      // Uploads and their jobs on all three, several leases long: nobody takes a living node's.
      try (Traffic first = Traffic.at(site, nodes.get(1), journal);
          Traffic second = Traffic.at(site, nodes.get(2), journal)) {
        Traffic.during(Duration.ofSeconds(4), () -> {}, () -> {});
        first.untilAcknowledged(1);
        second.untilAcknowledged(1);
      }
      MediaFolder.settle(statement);
      JobEffects effects = JobEffects.of(statement);
      double rescued = nodes.stream().mapToDouble(ClockIT::rescued).sum();
      Journal.Verdict verdict = journal.verify(site.database);

      figures
          .add("posts by turns", POSTS)
          .add("out of order", outOfOrder(ids))
          .add("farthest id from the database's time", furthest)
          .add("jobs rescued from living nodes", (long) rescued)
          .add("effects twice or missing", effects.twice() + effects.missing())
          .add("writes lost or twice", verdict.lost().size() + verdict.twice().size());
      assertThat(ids).doesNotHaveDuplicates().isSorted();
      assertThat(furthest).isLessThan(Duration.ofSeconds(5));
      assertThat(rescued).isZero();
      assertThat(effects.twice() + effects.missing()).isZero();
      assertThat(verdict.clean()).as(verdict.toString()).isTrue();
      expectCodesByTheDatabasesClock(nodes, statement);
    }
  }

  /** A code of the node that is ahead, at the one that is behind: by the database it is young. */
  private static void expectCodesByTheDatabasesClock(List<ServerProcess> nodes, Statement statement)
      throws SQLException {
    JsonNode app =
        nodes
            .getFirst()
            .client()
            .post("/api/v1/apps", Map.of("client_name", "Clocks", "redirect_uris", REDIRECT))
            .json();
    TestBrowser ahead = new TestBrowser(nodes.get(1).client());
    ApiClient behind = nodes.get(2).client();
    ahead.signIn("/auth/sign_in", "member0");

    assertThat(exchange(behind, app, code(ahead, app))).as("a young code").isEqualTo(200);
    String late = code(ahead, app);
    statement.execute("UPDATE authorization_code SET expires_at = now() - interval '1 s'");
    assertThat(exchange(behind, app, late)).as("a code of before").isEqualTo(400);
  }

  private static String code(TestBrowser browser, JsonNode app) {
    ApiClient.Answer consent =
        browser.open(
            "/oauth/authorize?response_type=code&scope=read&client_id=%s&redirect_uri=%s"
                .formatted(app.get("client_id").asText(), REDIRECT));
    String location =
        browser.submit(consent, "/oauth/authorize", Map.of("decision", "allow")).header("Location");
    assertThat(location).contains("code=");
    return String.valueOf(location).replaceAll(".*code=([^&]*).*", "$1");
  }

  private static int exchange(ApiClient client, JsonNode app, String code) {
    return client
        .post(
            "/oauth/token",
            Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                REDIRECT,
                "client_id",
                app.get("client_id").asText(),
                "client_secret",
                app.get("client_secret").asText()))
        .status();
  }

  private static Map<String, String> off(String library, String by) {
    return Map.of("LD_PRELOAD", library, "FAKETIME", by, "FAKETIME_DONT_FAKE_MONOTONIC", "1");
  }

  private static Optional<String> library() {
    return Stream.of("x86_64-linux-gnu", "aarch64-linux-gnu")
        .map(machine -> "/usr/lib/" + machine + "/faketime/libfaketimeMT.so.1")
        .filter(file -> Files.exists(Path.of(file)))
        .findFirst();
  }

  private static Duration offset(ServerProcess node) {
    String date = node.client().get("/api/v1/instance").header("Date");
    return Duration.between(
        Instant.now(), ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
  }

  private static long outOfOrder(List<Long> ids) {
    long wrong = 0;
    for (int i = 1; i < ids.size(); i++) {
      wrong += ids.get(i) <= ids.get(i - 1) ? 1 : 0;
    }
    return wrong;
  }

  private static double rescued(ServerProcess node) {
    return new ApiClient(node.management())
        .get("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith("flashcrowd_jobs_rescued_total"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
