package org.flashcrowd.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flashcrowd.http.Json;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.ApiClient.Answer;
import org.flashcrowd.testing.Plans;
import org.flashcrowd.testing.Queue;
import org.flashcrowd.testing.TestRows;
import org.flashcrowd.testing.TestServer;
import org.flashcrowd.testing.TestTokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class ScheduledStatusRoutesIT {
  private static final String POSTS = "/api/v1/statuses";
  private static final String PATH = "/api/v1/scheduled_statuses";

  private static TestServer server;
  private static int names;
  private String name;
  private ApiClient alice;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void people() {
    name = "planner" + ++names;
    alice = server.client().as(server.signUp(name));
  }

  private static String in(Duration wait) {
    return Json.time(Instant.now().plus(wait));
  }

  private static JsonNode schedule(ApiClient author, Map<String, ?> more) {
    Map<String, Object> form = new HashMap<>(Map.of("scheduled_at", in(Duration.ofHours(1))));
    form.putAll(more);
    Answer answer = author.post(POSTS, form);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static String id(JsonNode scheduled) {
    return scheduled.get("id").asText();
  }

  @Test
  void create_scheduledAt_answersWhatWillBe() {
    String at = Json.time(Instant.now().plus(2, ChronoUnit.DAYS));
    Answer answer =
        alice.json(
            "POST",
            POSTS,
            Map.of(
                "status", "dawn", "scheduled_at", at, "visibility", "unlisted", "language", "de"));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    JsonNode scheduled = answer.json();
    assertThat(scheduled.get("scheduled_at").asText()).isEqualTo(at);
    JsonNode params = scheduled.get("params");
    assertThat(params.get("text").asText()).isEqualTo("dawn");
    assertThat(params.get("visibility").asText()).isEqualTo("unlisted");
    assertThat(params.get("language").asText()).isEqualTo("de");
    assertThat(params.get("sensitive").asBoolean()).isFalse();
    assertThat(params.get("spoiler_text").isNull()).isTrue();
    assertThat(params.get("media_ids").isNull()).isTrue();
    assertThat(params.get("application_id").isNumber()).isTrue();
    assertThat(scheduled.get("media_attachments")).isEmpty();
    assertThat(alice.get(PATH + "/" + id(scheduled)).json()).isEqualTo(scheduled);
    assertThat(posts()).isEmpty();
  }

  /** Tusky's list of scheduled posts wants a visibility, whether its author chose one or not. */
  @Test
  void create_withoutVisibility_hasTheAccountsOwnAsItIsNow() {
    alice.form(
        "PATCH", "/api/v1/accounts/update_credentials", Map.of("source[privacy]", "private"));
    JsonNode scheduled = schedule(alice, Map.of("status", "x", "spoiler_text", "spiders"));
    alice.form("PATCH", "/api/v1/accounts/update_credentials", Map.of("source[privacy]", "public"));

    publish(scheduled);

    assertThat(scheduled.get("params").get("visibility").asText()).isEqualTo("private");
    assertThat(scheduled.get("params").get("sensitive").asBoolean()).isTrue();
    assertThat(posts().get(0).get("visibility").asText()).isEqualTo("private");
    assertThat(posts().get(0).get("spoiler_text").asText()).isEqualTo("spiders");
  }

  @ParameterizedTest
  @CsvSource({
    "2d, T10:00:00.000Z",
    "2d, T10:00:00Z",
    "2d, T10:00Z",
    "2d, T10:00:00+09:00",
    "2d, T10:00:00.123456-03:00",
    "2d, T10:00:00",
    "3d, ''",
  })
  void create_anyFormOfTime_isUnderstood(String ahead, String time) {
    long days = Long.parseLong(ahead.replace("d", ""));
    String date = Instant.now().plus(days, ChronoUnit.DAYS).toString().substring(0, 10);
    JsonNode scheduled = schedule(alice, Map.of("status", "x", "scheduled_at", date + time));
    assertThat(scheduled.get("scheduled_at").asText()).endsWith("Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "soon",
        "2026-13-01",
        "1790000000",
        "2020-01-01T00:00:00Z",
        "9999-01-01T00:00:00Z"
      })
  void create_badTime_isRefusedByName(String time) {
    Answer answer = alice.post(POSTS, Map.of("status", "x", "scheduled_at", time));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("details").has("scheduled_at")).isTrue();
    assertThat(alice.get(PATH).json()).isEmpty();
    assertThat(posts()).isEmpty();
  }

  @Test
  void create_lessThanFiveMinutesAhead_isRefused() {
    Answer answer =
        alice.post(POSTS, Map.of("status", "x", "scheduled_at", in(Duration.ofMinutes(4))));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("error").asText())
        .contains("The scheduled date must be in the future");
  }

  @Test
  void create_emptyTime_isAtOnce() {
    assertThat(alice.post(POSTS, Map.of("status", "now", "scheduled_at", "")).json().get("content"))
        .isNotNull();
    assertThat(
            alice
                .json("POST", POSTS, "{\"status\":\"now\",\"scheduled_at\":null}")
                .json()
                .get("content"))
        .isNotNull();
  }

  /** Whatever would be refused at once is refused when it is scheduled, and nothing is kept. */
  @ParameterizedTest
  @CsvSource({
    "status, '', 422",
    "language, not-a-language-at-all!, 422",
    "visibility, secret, 422",
    "media_ids[], 1, 422",
    "in_reply_to_id, 1, 404",
    "poll[options][], yes, 422",
    "quoted_status_id, 5, 422",
  })
  void create_badPost_isRefusedNow(String field, String value, int status) {
    Map<String, Object> form = new HashMap<>();
    form.put("status", "x");
    form.put("scheduled_at", in(Duration.ofHours(1)));
    form.put(field, value);
    assertThat(alice.post(POSTS, form).status()).isEqualTo(status);
    assertThat(alice.get(PATH).json()).isEmpty();
  }

  @Test
  void create_answerToWhatOneMayNotSee_is404() {
    ApiClient bob = server.client().as(server.signUp("hidden" + names));
    String secret =
        bob.post(POSTS, Map.of("status", "x", "visibility", "private")).json().get("id").asText();
    Answer answer =
        alice.post(
            POSTS,
            Map.of(
                "status", "x", "in_reply_to_id", secret, "scheduled_at", in(Duration.ofHours(1))));
    assertThat(answer.status()).isEqualTo(404);
  }

  @Test
  void create_photo_isKeptFromTheSweeperAndPublished() {
    String kept = photo(1);
    String lost = photo(2);
    JsonNode scheduled = schedule(alice, Map.of("status", "dawn", "media_ids[]", List.of(kept)));
    assertThat(scheduled.get("media_attachments").get(0).get("id").asText()).isEqualTo(kept);
    assertThat(scheduled.get("params").get("media_ids").get(0).asText()).isEqualTo(kept);
    assertThat(alice.delete("/api/v1/media/" + kept).status()).isEqualTo(422);
    assertThat(alice.post(POSTS, Map.of("status", "again", "media_ids[]", kept)).status())
        .isEqualTo(422);

    TestRows.execute(server, "UPDATE media SET created_at = now() - interval '30 days'");
    TestRows.execute(
        server, "UPDATE job SET run_at = now(), state = 'available' WHERE kind = 'media.sweep'");
    Uploads.until(() -> alice.get("/api/v1/media/" + lost).status() == 404);
    publish(scheduled);

    JsonNode photo = posts().get(0).get("media_attachments").get(0);
    assertThat(photo.get("id").asText()).isEqualTo(kept);
    assertThat(photo.get("url").isNull()).isFalse();
  }

  private String photo(long seed) {
    return Uploads.ready(alice, Pictures.jpeg(64, 48, seed)).get("id").asText();
  }

  @Test
  void cancel_withPhoto_freesItForAnotherPost() {
    String photo = photo(3);
    JsonNode scheduled = schedule(alice, Map.of("status", "", "media_ids[]", List.of(photo)));

    assertThat(alice.delete(PATH + "/" + id(scheduled)).text()).isEqualTo("{}");

    assertThat(alice.get(PATH + "/" + id(scheduled)).status()).isEqualTo(404);
    assertThat(alice.delete(PATH + "/" + id(scheduled)).status()).isEqualTo(404);
    publish(scheduled);
    assertThat(posts()).isEmpty();
    assertThat(alice.post(POSTS, Map.of("media_ids[]", photo)).status()).isEqualTo(200);
  }

  @Test
  void due_isPublishedByTheQueue_once() {
    JsonNode scheduled = schedule(alice, Map.of("status", "hello #dawn"));

    publish(scheduled);

    assertThat(posts()).hasSize(1);
    assertThat(posts().get(0).get("content").asText()).contains("hello");
    assertThat(posts().get(0).get("application").get("name").asText()).isEqualTo("Tests");
    assertThat(alice.get(PATH).json()).isEmpty();
    assertThat(alice.get("/api/v1/timelines/home").json().get(0)).isEqualTo(posts().get(0));
  }

  @Test
  void page_manyPosts_isWalkedByItsLinks() {
    List<String> written = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      written.addFirst(
          id(
              schedule(
                  alice, Map.of("status", "p" + i, "scheduled_at", in(Duration.ofDays(9 - i))))));
    }
    schedule(server.client().as(server.signUp("other" + names)), Map.of("status", "not hers"));

    List<String> seen = new ArrayList<>();
    String path = PATH + "?limit=2";
    while (true) {
      Answer page = alice.get(path);
      if (page.json().isEmpty()) {
        break;
      }
      assertThat(page.json().size()).isLessThanOrEqualTo(2);
      page.json().forEach(one -> seen.add(id(one)));
      String link = Objects.requireNonNull(page.header("Link"));
      path = link.substring(link.indexOf("/api/"), link.indexOf('>'));
    }
    assertThat(seen).isEqualTo(written);
    assertThat(alice.get(PATH + "?limit=1&min_id=" + written.getLast()).json().get(0))
        .isEqualTo(alice.get(PATH + "/" + written.get(3)).json());
    assertThat(alice.get(PATH + "?max_id=x").status()).isEqualTo(400);
  }

  @Test
  void move_newTime_isTheTimeItGoesOut() {
    JsonNode scheduled = schedule(alice, Map.of("status", "later"));
    String later = in(Duration.ofDays(3));
    Answer moved = alice.form("PUT", PATH + "/" + id(scheduled), Map.of("scheduled_at", later));
    assertThat(moved.status()).as(moved.text()).isEqualTo(200);
    assertThat(moved.json().get("scheduled_at").asText()).isEqualTo(later);

    // The job of the first time finds that there is nothing to do yet.
    TestRows.execute(
        server,
        "UPDATE job SET run_at = now(), state = 'available' WHERE kind = 'scheduling.publish'");
    Queue.settle(server);
    assertThat(posts()).isEmpty();
    assertThat(alice.get(PATH + "/" + id(scheduled)).status()).isEqualTo(200);

    publish(scheduled);
    assertThat(posts()).hasSize(1);
  }

  @Test
  void move_backAndForth_leavesFewJobs() {
    JsonNode scheduled = schedule(alice, Map.of("status", "x"));
    for (int i = 0; i < 20; i++) {
      String time = in(Duration.ofHours(2 + i));
      assertThat(
              alice.form("PUT", PATH + "/" + id(scheduled), Map.of("scheduled_at", time)).status())
          .isEqualTo(200);
    }
    assertThat(
            TestRows.number(
                server,
                "SELECT count(*) FROM job WHERE unique_key = '%s'".formatted(id(scheduled))))
        .isEqualTo(1);
  }

  @Test
  void move_badTime_isRefusedAndChangesNothing() {
    JsonNode scheduled = schedule(alice, Map.of("status", "x"));
    String path = PATH + "/" + id(scheduled);
    for (String time : List.of("", "soon", in(Duration.ofMinutes(1)), in(Duration.ofDays(800)))) {
      assertThat(alice.form("PUT", path, Map.of("scheduled_at", time)).status()).isEqualTo(422);
    }
    assertThat(alice.form("PUT", path, Map.of()).status()).isEqualTo(422);
    assertThat(alice.get(path).json()).isEqualTo(scheduled);
  }

  @Test
  void routes_somebodyElses_are404() {
    String path = PATH + "/" + id(schedule(alice, Map.of("status", "x")));
    ApiClient bob = server.client().as(server.signUp("stranger" + names));
    assertThat(bob.get(path).status()).isEqualTo(404);
    assertThat(bob.delete(path).status()).isEqualTo(404);
    assertThat(bob.form("PUT", path, Map.of("scheduled_at", in(Duration.ofHours(2)))).status())
        .isEqualTo(404);
    assertThat(bob.get(PATH).json()).isEmpty();
    assertThat(bob.get(PATH + "/0").status()).isEqualTo(404);
    assertThat(bob.get(PATH + "/x").status()).isEqualTo(404);
    assertThat(alice.get(path).status()).isEqualTo(200);
  }

  @Test
  void routes_withoutTokenOrScope_areRefused() {
    String path = PATH + "/" + id(schedule(alice, Map.of("status", "x")));
    assertThat(server.client().get(PATH).status()).isEqualTo(401);
    assertThat(server.client().delete(path).status()).isEqualTo(401);
    ApiClient writer =
        server.client().as(TestTokens.issue(server, name, List.of("write:statuses")));
    ApiClient reader = server.client().as(TestTokens.issue(server, name, List.of("read:statuses")));
    assertThat(writer.get(PATH).status()).isEqualTo(403);
    assertThat(writer.get(path).status()).isEqualTo(403);
    assertThat(reader.get(path).status()).isEqualTo(200);
    assertThat(reader.delete(path).status()).isEqualTo(403);
    assertThat(reader.form("PUT", path, Map.of("scheduled_at", "x")).status()).isEqualTo(403);
    assertThat(
            reader
                .post(POSTS, Map.of("status", "x", "scheduled_at", in(Duration.ofHours(1))))
                .status())
        .isEqualTo(403);
  }

  @Test
  void page_plan_usesTheIndex() throws Exception {
    String plan =
        Plans.of(
            server.services().database().value(),
            ScheduledStatusRepository.PAGE.downwards(),
            Long.MAX_VALUE,
            0L,
            20,
            1L);
    assertThat(plan).contains("scheduled_status_account", "media_status").doesNotContain("Sort");
  }

  private JsonNode posts() {
    JsonNode me = alice.get("/api/v1/accounts/verify_credentials").json();
    return alice.get("/api/v1/accounts/" + me.get("id").asText() + "/statuses").json();
  }

  /** Has the time of a scheduled post come, and waits for what follows. */
  private static void publish(JsonNode scheduled) {
    TestRows.execute(
        server,
        "UPDATE scheduled_status SET scheduled_at = now() WHERE id = %s".formatted(id(scheduled)));
    TestRows.execute(
        server,
        """
        UPDATE job SET run_at = now(), state = 'available'
         WHERE kind = 'scheduling.publish' AND unique_key = '%s'
        """
            .formatted(id(scheduled)));
    Queue.settle(server);
  }
}
