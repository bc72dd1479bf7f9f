package org.flashcrowd.filters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.ApiClient.Answer;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class FilterRoutesIT {
  private static final String FILTERS = "/api/v2/filters";

  private static TestServer server;
  private static ApiClient alice;
  private static ApiClient bob;

  @BeforeAll
  static void setUp() {
    server = TestServer.start();
    alice = server.client().as(server.signUp("alice"));
    bob = server.client().as(server.signUp("bob"));
  }

  @AfterAll
  static void tearDown() {
    server.close();
  }

  /** Tusky and Phanpy send forms, with brackets that carry no number. */
  @Test
  void create_formWithUnnumberedKeywords_keepsEachWithItsFlag() {
    Answer answer =
        alice.send(
            alice
                .request(
                    FILTERS
                        + "?title=test&context[]=home&context[]=public&expires_in=3600"
                            .replace("[]", "%5B%5D"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "keywords_attributes[][keyword]=foo&keywords_attributes[][whole_word]=false"
                            + "&keywords_attributes[][keyword]=bar"
                            + "&keywords_attributes[][whole_word]=true")));

    assertThat(answer.status()).isEqualTo(200);
    JsonNode filter = answer.json();
    assertThat(filter.get("filter_action").asText()).isEqualTo("warn");
    assertThat(filter.at("/context/1").asText()).isEqualTo("public");
    assertThat(Instant.parse(filter.get("expires_at").asText()))
        .isBetween(Instant.now().plusSeconds(3000), Instant.now().plusSeconds(3600));
    assertThat(filter.at("/keywords/0/keyword").asText()).isEqualTo("foo");
    assertThat(filter.at("/keywords/0/whole_word").asBoolean()).isFalse();
    assertThat(filter.at("/keywords/1/keyword").asText()).isEqualTo("bar");
    assertThat(filter.at("/keywords/1/whole_word").asBoolean()).isTrue();
    assertThat(alice.get(FILTERS + "/" + filter.get("id").asText()).json()).isEqualTo(filter);
    assertThat(alice.get(FILTERS).json()).contains(filter);
  }

  /** Elk and Ice Cubes send JSON; masto.js numbers the keywords of a form. */
  @Test
  void update_jsonKeywords_areAddedChangedAndRemoved() {
    JsonNode filter = create("cats", "dogs");
    String first = filter.at("/keywords/0/id").asText();
    String second = filter.at("/keywords/1/id").asText();

    Answer answer =
        alice.json(
            "PUT",
            path(filter),
            Map.of(
                "filter_action",
                "hide",
                "keywords_attributes",
                List.of(
                    Map.of("id", first, "_destroy", true),
                    Map.of("id", second, "keyword", "wolves"),
                    Map.of("keyword", "bears", "whole_word", true))));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("title")).isEqualTo(filter.get("title"));
    assertThat(answer.json().get("filter_action").asText()).isEqualTo("hide");
    assertThat(answer.json().at("/keywords/0/id").asText()).isEqualTo(second);
    assertThat(answer.json().get("keywords").findValuesAsText("keyword"))
        .containsExactly("wolves", "bears");

    Answer numbered =
        alice.form(
            "PUT",
            path(filter),
            Map.of(
                "keywords_attributes[0][id]",
                second,
                "keywords_attributes[0][whole_word]",
                "on",
                "title",
                "renamed",
                "context[]",
                List.of("thread"),
                "expires_in",
                ""));
    assertThat(numbered.json().get("title").asText()).isEqualTo("renamed");
    assertThat(numbered.json().at("/context").toString()).isEqualTo("[\"thread\"]");
    assertThat(numbered.json().at("/keywords/0/keyword").asText()).isEqualTo("wolves");
    assertThat(numbered.json().at("/keywords/0/whole_word").asBoolean()).isTrue();
    assertThat(numbered.json().get("expires_at").isNull()).isTrue();
  }

  @Test
  void create_badInput_isUnprocessableAndLeavesNothing() {
    int before = alice.get(FILTERS).json().size();
    assertRefused(422, Map.of("context[]", "home"));
    assertRefused(422, Map.of("title", " ", "context[]", "home"));
    assertRefused(422, Map.of("title", "x".repeat(257), "context[]", "home"));
    assertRefused(422, Map.of("title", "x"));
    assertRefused(422, Map.of("title", "x", "context[]", "everywhere"));
    assertRefused(422, Map.of("title", "x", "context[]", "home", "filter_action", "burn"));
    assertRefused(400, Map.of("title", "x", "context[]", "home", "expires_in", "soon"));
    assertRefused(
        422, Map.of("title", "x", "context[]", "home", "keywords_attributes[][keyword]", ""));
    assertRefused(
        422,
        Map.of(
            "title", "x", "context[]", "home", "keywords_attributes[][keyword]", "y".repeat(513)));
    assertRefused(422, Map.of("title", "x", "context[]", "home", "keywords_attributes", "y"));
    assertRefused(
        404, Map.of("title", "x", "context[]", "home", "keywords_attributes[][id]", "12345"));
    assertThat(alice.get(FILTERS).json()).hasSize(before);
  }

  private static void assertRefused(int status, Map<String, String> fields) {
    Answer answer = alice.post(FILTERS, fields);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
  }

  @Test
  void limits_passed_areUnprocessableAndLeaveNothing() {
    ApiClient eve = server.client().as(server.signUp("eve"));
    Map<String, Object> many = new LinkedHashMap<>(Map.of("title", "many", "context", "home"));
    many.put("keywords_attributes", Collections.nCopies(501, Map.of("keyword", "x")));
    assertThat(eve.json("POST", FILTERS, many).status()).isEqualTo(422);
    many.put("keywords_attributes", Collections.nCopies(20, Map.of("keyword", "x".repeat(501))));
    assertThat(eve.json("POST", FILTERS, many).status()).isEqualTo(422);
    assertThat(eve.get(FILTERS).json()).isEmpty();

    for (int i = 0; i < FilterLimits.FILTERS; i++) {
      assertThat(eve.post(FILTERS, Map.of("title", "f" + i, "context[]", "home")).status())
          .isEqualTo(200);
    }
    assertThat(eve.post(FILTERS, Map.of("title", "one more", "context[]", "home")).status())
        .isEqualTo(422);
    assertThat(eve.get(FILTERS).json()).hasSize(FilterLimits.FILTERS);
  }

  @Test
  void keywords_alone_areAddedChangedAndRemoved() {
    JsonNode filter = create("cats");
    String keywords = path(filter) + "/keywords";
    JsonNode added = alice.post(keywords, Map.of("keyword", "dogs", "whole_word", "1")).json();
    String path = FILTERS + "/keywords/" + added.get("id").asText();

    assertThat(alice.get(path).json()).isEqualTo(added);
    assertThat(alice.get(keywords).json().findValuesAsText("keyword"))
        .containsExactly("cats", "dogs");
    JsonNode changed = alice.form("PUT", path, Map.of("keyword", "wolves")).json();
    assertThat(changed.get("keyword").asText()).isEqualTo("wolves");
    assertThat(changed.get("whole_word").asBoolean()).isTrue();
    assertThat(alice.form("PUT", path, Map.of()).status()).isEqualTo(422);
    assertThat(alice.post(keywords).status()).isEqualTo(422);
    assertThat(alice.delete(path).json().toString()).isEqualTo("{}");
    assertThat(alice.get(path).status()).isEqualTo(404);
    assertThat(alice.delete(path).status()).isEqualTo(404);
  }

  @Test
  void statuses_ofAFilter_areAddedOnceAndRemoved() {
    JsonNode filter = create("cats");
    String statuses = path(filter) + "/statuses";
    String post = post(bob, "hello", "public");
    JsonNode added = alice.post(statuses, Map.of("status_id", post)).json();

    assertThat(added.get("status_id").asText()).isEqualTo(post);
    assertThat(alice.post(statuses, Map.of("status_id", post)).json()).isEqualTo(added);
    assertThat(alice.get(statuses).json()).containsExactly(added);
    String path = FILTERS + "/statuses/" + added.get("id").asText();
    assertThat(alice.get(path).json()).isEqualTo(added);
    assertThat(alice.delete(path).status()).isEqualTo(200);
    assertThat(alice.get(path).status()).isEqualTo(404);
    assertThat(alice.post(statuses).status()).isEqualTo(404);
    assertThat(alice.post(statuses, Map.of("status_id", post(bob, "hush", "private"))).status())
        .isEqualTo(404);
  }

  @Test
  void anothersFilter_isMissing() {
    JsonNode filter = create("cats");
    String keyword = filter.at("/keywords/0/id").asText();
    String post = post(bob, "hello", "public");
    String entry =
        alice.post(path(filter) + "/statuses", Map.of("status_id", post)).json().get("id").asText();

    for (String path :
        List.of(
            path(filter),
            path(filter) + "/keywords",
            path(filter) + "/statuses",
            FILTERS + "/keywords/" + keyword,
            FILTERS + "/statuses/" + entry,
            "/api/v1/filters/" + keyword,
            FILTERS + "/1",
            FILTERS + "/x")) {
      assertThat(bob.get(path).status()).as(path).isEqualTo(404);
    }
    Map<String, String> change = Map.of("title", "mine", "keyword", "mine", "phrase", "mine");
    for (String path :
        List.of(path(filter), FILTERS + "/keywords/" + keyword, "/api/v1/filters/" + keyword)) {
      assertThat(bob.form("PUT", path, change).status()).as(path).isEqualTo(404);
      assertThat(bob.delete(path).status()).as(path).isEqualTo(404);
    }
    assertThat(bob.post(path(filter) + "/keywords", change).status()).isEqualTo(404);
    assertThat(bob.post(path(filter) + "/statuses", Map.of("status_id", post)).status())
        .isEqualTo(404);
    assertThat(bob.delete(FILTERS + "/statuses/" + entry).status()).isEqualTo(404);
    assertThat(bob.get(FILTERS).json()).isEmpty();
    JsonNode mine = create("wolves");
    assertThat(
            alice
                .json(
                    "PUT",
                    path(mine),
                    Map.of("keywords_attributes", List.of(Map.of("id", keyword, "_destroy", true))))
                .status())
        .isEqualTo(404);
    assertThat(alice.get(path(filter)).json().get("keywords")).hasSize(1);
  }

  @Test
  void routes_withoutToken_areUnauthorized() {
    for (String path : List.of(FILTERS, FILTERS + "/1", "/api/v1/filters")) {
      assertThat(server.client().get(path).status()).isEqualTo(401);
    }
  }

  /** toot and older apps know one phrase for each filter. */
  @Test
  void v1_createdPhrase_isAFilterOfOneKeyword() {
    ApiClient carol = server.client().as(server.signUp("carol"));
    JsonNode older =
        carol
            .post(
                "/api/v1/filters",
                Map.of("phrase", "spoilers", "context[]", "home", "irreversible", "true"))
            .json();
    String path = "/api/v1/filters/" + older.get("id").asText();

    assertThat(older.get("irreversible").asBoolean()).isTrue();
    assertThat(older.get("whole_word").asBoolean()).isFalse();
    JsonNode filter = carol.get(FILTERS).json().get(0);
    assertThat(filter.get("title").asText()).isEqualTo("spoilers");
    assertThat(filter.get("filter_action").asText()).isEqualTo("hide");
    assertThat(filter.at("/keywords/0/id")).isEqualTo(older.get("id"));

    JsonNode changed =
        carol
            .form(
                "PUT",
                path,
                Map.of(
                    "phrase",
                    "endings",
                    "context[]",
                    "public",
                    "expires_in",
                    "60",
                    "whole_word",
                    "true"))
            .json();
    assertThat(changed.get("phrase").asText()).isEqualTo("endings");
    assertThat(changed.at("/context/0").asText()).isEqualTo("public");
    assertThat(changed.get("expires_at").isNull()).isFalse();
    assertThat(carol.get(path).json()).isEqualTo(changed);
    assertThat(carol.get("/api/v1/filters").json()).containsExactly(changed);

    carol.post(path(filter) + "/keywords", Map.of("keyword", "twists"));
    assertThat(carol.form("PUT", path, Map.of("phrase", "ends")).status()).isEqualTo(200);
    assertThat(carol.form("PUT", path, Map.of("phrase", "ends", "context[]", "thread")).status())
        .isEqualTo(422);
    assertThat(carol.delete(path).json().toString()).isEqualTo("{}");
    assertThat(carol.get(path).status()).isEqualTo(404);
    assertThat(carol.get("/api/v1/filters").json()).hasSize(1);
    assertThat(carol.post("/api/v1/filters", Map.of("context[]", "home")).status()).isEqualTo(422);
    assertThat(carol.post("/api/v1/filters", Map.of("phrase", "x")).status()).isEqualTo(422);
  }

  @Test
  void delete_filter_takesItsKeywordsAlong() {
    JsonNode filter = create("cats");
    assertThat(alice.delete(path(filter)).json().toString()).isEqualTo("{}");
    assertThat(alice.get(path(filter)).status()).isEqualTo(404);
    assertThat(alice.delete(path(filter)).status()).isEqualTo(404);
    assertThat(alice.get(FILTERS + "/keywords/" + filter.at("/keywords/0/id").asText()).status())
        .isEqualTo(404);
  }

  @Test
  void expiry_farAway_isClamped() {
    JsonNode filter =
        alice
            .post(
                FILTERS,
                Map.of("title", "x", "context[]", "home", "expires_in", "99999999999999999999"))
            .json();
    assertThat(Instant.parse(filter.get("expires_at").asText()))
        .isBefore(Instant.now().plus(Duration.ofDays(3651)));
  }

  private static JsonNode create(String... keywords) {
    List<Map<String, String>> attributes =
        Arrays.stream(keywords).map(word -> Map.of("keyword", word)).toList();
    Answer answer =
        alice.json(
            "POST",
            FILTERS,
            Map.of("title", "test", "context", List.of("home"), "keywords_attributes", attributes));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static String path(JsonNode filter) {
    return FILTERS + "/" + filter.get("id").asText();
  }

  private static String post(ApiClient author, String text, String visibility) {
    return author
        .post("/api/v1/statuses", Map.of("status", text, "visibility", visibility))
        .json()
        .get("id")
        .asText();
  }
}
