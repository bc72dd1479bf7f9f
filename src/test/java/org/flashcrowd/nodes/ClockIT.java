package org.flashcrowd.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flashcrowd.auth.SignedInApp;
import org.flashcrowd.config.Secret;
import org.flashcrowd.config.ServiceUris;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Jdbc;
import org.flashcrowd.db.Migrations;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.promises.Figures;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestDatabase;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes whose clocks are an hour off those of the database, which is the one that counts. */
class ClockIT {
  private static final int POSTS = 40;

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
      Map<String, String> quick =
          Map.of(
              "FLASHCROWD_JOBS_LEASE", "2s",
              "FLASHCROWD_JOBS_HEARTBEAT", "300ms",
              "FLASHCROWD_AUTH_CODE_TTL", "60s");
      try (TestServer one = any.secondNode(quick, services);
          TestServer other = any.secondNode(quick, services)) {
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
