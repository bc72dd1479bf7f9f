package org.flashcrowd.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.flashcrowd.db.Jdbc;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestRows;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The table of events hangs, or is not there: nothing else notices. */
@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class EventsLockedIT {
  private static final Map<String, Object> BATCH =
      Map.of("events", List.of(Map.of("type", "view", "status_id", "1")));

  private static TestServer server;
  private static ApiClient anna;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    anna = server.client().as(server.signUp("anna"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private record Timed(ApiClient.Answer answer, long millis) {}

  private static Timed tell() {
    long began = System.nanoTime();
    ApiClient.Answer answer = anna.json("POST", "/api/v1/events", BATCH);
    return new Timed(answer, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
  }

  private static void assertRefusedInTime(Timed told) {
    assertThat(told.answer().status()).as(told.answer().text()).isEqualTo(503);
    assertThat(told.answer().header("Retry-After")).isNotNull();
    assertThat(told.millis()).isLessThan(2_500);
  }

  @Test
  void create_tableIsLocked_is503InTimeWhileAllElseWorks() throws SQLException {
    assertThat(tell().answer().status()).isEqualTo(202);
    long before = TestRows.number(server, "SELECT count(*) FROM events");
    try (Connection other = Jdbc.connect(server.services().database().value());
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE events IN ACCESS EXCLUSIVE MODE");
      List<CompletableFuture<Timed>> told =
          IntStream.range(0, 30)
              .mapToObj(i -> CompletableFuture.supplyAsync(EventsLockedIT::tell))
              .toList();

      for (int i = 0; i < 20; i++) {
        assertThat(anna.get("/api/v1/timelines/home").status()).isEqualTo(200);
        assertThat(anna.post("/api/v1/statuses", Map.of("status", "still here " + i)).status())
            .isEqualTo(200);
      }
      told.forEach(call -> assertRefusedInTime(call.join()));
      // Known by now: not every call waits.
      Uploads.until(() -> tell().millis() < 500);
      other.rollback();
    }

    Uploads.until(() -> tell().answer().status() == 202);
    // Nothing of what was refused was stored after all.
    assertThat(TestRows.number(server, "SELECT count(*) FROM events")).isEqualTo(before + 1);
  }

  @Test
  void create_tableIsNotThere_is503() {
    TestRows.execute(server, "ALTER TABLE events RENAME TO elsewhere");
    try {
      assertRefusedInTime(tell());
      assertThat(anna.get("/api/v1/timelines/home").status()).isEqualTo(200);
    } finally {
      TestRows.execute(server, "ALTER TABLE elsewhere RENAME TO events");
    }
    Uploads.until(() -> tell().answer().status() == 202);
  }
}
