package org.flashcrowd.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.Queue;
import org.flashcrowd.testing.TestRows;
import org.flashcrowd.testing.TestServer;
import org.flashcrowd.testing.TestTokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients tell what people look at. */
@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class EventRoutesIT {
  private static final String PATH = "/api/v1/events";
  private static final Map<String, Object> VIEW = Map.of("type", "view", "status_id", "4711");

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

  private static ApiClient.Answer tell(ApiClient client, List<?> events) {
    return client.json("POST", PATH, Map.of("events", events));
  }

  private static long stored() {
    return TestRows.number(server, "SELECT count(*) FROM events");
  }

  @Test
  void create_events_areCommittedWhenTheyAreAcknowledged() {
    String at = Instant.now().minusSeconds(60).toString();
    ApiClient.Answer answer =
        tell(
            anna,
            List.of(
                Map.of("type", "zoom", "status_id", "991", "duration_ms", 1250, "at", at),
                Map.of("type", "zoom", "status_id", 991),
                Map.of("type", "zoom")));

    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(answer.json().get("accepted").asInt()).isEqualTo(3);
    assertThat(
            TestRows.column(
                server,
                """
                SELECT concat_ws(' ', coalesce(status_id::text, '-'), coalesce(duration_ms::text, '-'),
                                 coalesce((at < now() - interval '50 s')::text, '-'),
                                 received_at > now() - interval '1 minute')
                  FROM events WHERE type = 'zoom' ORDER BY 1 DESC
                """))
        .containsExactly("991 1250 true t", "991 - - t", "- - - t");
  }

  @Test
  void create_manyAtOnce_areAllStored() {
    long before = stored();
    List<CompletableFuture<Integer>> calls =
        IntStream.range(0, 60)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> tell(anna, Collections.nCopies(50, VIEW)).status()))
            .toList();

    assertThat(calls).allSatisfy(call -> assertThat(call.join()).isEqualTo(202));
    assertThat(stored()).isEqualTo(before + 3_000);
  }

  @Test
  void create_event_isOfAVisitorAndOfNoAccount() {
    ApiClient boris = server.client().as(server.signUp("boris"));
    tell(anna, List.of(Map.of("type", "share")));
    tell(anna, List.of(Map.of("type", "share")));
    tell(boris, List.of(Map.of("type", "share")));

    assertThat(
            TestRows.column(
                server,
                "SELECT count(*) FROM events WHERE type = 'share' GROUP BY visitor ORDER BY 1"))
        .containsExactly("1", "2");
    assertThat(
            TestRows.number(
                server, "SELECT count(*) FROM events JOIN account ON visitor = account.id"))
        .isZero();
  }

  @Test
  void create_today_isInThePartitionOfItsDay() {
    tell(anna, List.of(VIEW));

    assertThat(
            TestRows.column(
                server, "SELECT DISTINCT tableoid::regclass::text ~ '^events_\\d{8}$' FROM events"))
        .containsExactly("t");
  }

  @Test
  void start_todayHasNoPartition_isMadeAndFilledAtOnce() {
    TestRows.execute(
        server,
        """
        DO $$ BEGIN
          EXECUTE 'DROP TABLE events_' || to_char(now() AT TIME ZONE 'UTC', 'YYYYMMDD');
        END $$
        """);
    tell(anna, List.of(VIEW, VIEW));
    String where = "SELECT DISTINCT tableoid::regclass FROM events";
    assertThat(TestRows.column(server, where)).containsExactly("events_default");

    try (TestServer another = server.secondNode(Map.of())) {
      Queue.settle(another);
    }

    assertThat(TestRows.column(server, where)).singleElement().asString().startsWith("events_2");
    assertThat(stored()).isEqualTo(2);
  }

  @Test
  void create_withoutTokenOrScope_isRefused() {
    String reads = TestTokens.issue(server, "anna", List.of("read", "write:statuses"));

    assertThat(tell(server.client(), List.of(VIEW)).status()).isEqualTo(401);
    assertThat(tell(server.client().as("dead"), List.of(VIEW)).status()).isEqualTo(401);
    assertThat(tell(server.client().as(reads), List.of(VIEW)).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"events\": []}",
        "{\"events\": null}",
        "{\"events\": \"view\"}",
        "{\"events\": [1]}",
        "{\"events\": [{\"type\": \"download\"}, {\"type\": \"like\"}]}",
        "{\"events\": [{\"type\": \"download\"}, {}]}",
        "{\"events\": [{\"type\": \"download\"}, {\"type\": {}}]}",
        "{\"events\": [{\"type\": \"download\"}, {\"type\": \"view\", \"status_id\": \"x\"}]}",
        "{\"events\": [{\"type\": \"download\"}, {\"type\": \"view\", \"duration_ms\": \"x\"}]}",
        "{\"events\": [{\"type\": \"download\"}, {\"type\": \"view\", \"duration_ms\": true}]}",
        "{\"events\": [{\"type\": \"download\"}, {\"type\": \"view\", \"at\": \"2020-01-01\"}]}",
        "{\"events\": [{\"type\": \"download\"}, {\"type\": \"view\", \"at\": \"9999-01-01\"}]}",
        "{\"events\": [{\"type\": \"download\"}, {\"type\": \"view\", \"at\": [1, {}]}]}"
      })
  void create_badInput_isRefusedAndNothingIsStored(String body) {
    ApiClient.Answer answer = anna.json("POST", PATH, body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.json().get("error").asText()).contains("events");
    if (body.contains("}, {")) {
      assertThat(answer.json().get("error").asText()).contains("events[1].");
    }
    assertThat(TestRows.number(server, "SELECT count(*) FROM events WHERE type = 'download'"))
        .isZero();
  }

  @Test
  void create_tooMany_isRefused() {
    assertThat(tell(anna, Collections.nCopies(101, VIEW)).status()).isEqualTo(422);
    assertThat(tell(anna, Collections.nCopies(100, VIEW)).status()).isEqualTo(202);
  }

  @Test
  void create_bodyOverItsLimit_isRefused() {
    String large =
        "{\"events\": [{\"type\": \"download\", \"x\": \"" + "a".repeat(65_536) + "\"}]}";

    assertThat(anna.json("POST", PATH, large).status()).isEqualTo(413);
  }

  @Test
  void metrics_acceptedAndRefused_areCounted() throws IOException, InterruptedException {
    tell(anna, List.of(VIEW));
    tell(anna, List.of());
    URI metrics = server.managementUri().resolve("/metrics");
    String text =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(metrics).timeout(Duration.ofSeconds(10)).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();

    assertThat(text)
        .containsPattern("flashcrowd_events_accepted_total [1-9]")
        .containsPattern("flashcrowd_events_refused_total\\{reason=\"invalid\"\\} [1-9]")
        .contains("flashcrowd_events_refused_total{reason=\"full\"} 0")
        .containsPattern("flashcrowd_events_waiting \\d")
        .containsPattern("flashcrowd_events_write_seconds_count [1-9]");
  }
}
