package org.flashcrowd.statuses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.ApiClient.Answer;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class StatusRoutesIT {
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

  @Test
  void create_asForm_json_andQuery_isTheSame() {
    assertThat(alice.post("/api/v1/statuses", Map.of("status", "form")).status()).isEqualTo(200);
    JsonNode json =
        alice.json("POST", "/api/v1/statuses", Map.of("status", "json", "sensitive", true)).json();
    assertThat(json.get("sensitive").asBoolean()).isTrue();
    assertThat(json.get("application").get("name").asText()).isEqualTo("Tests");
    assertThat(json.get("content").asText()).isEqualTo("<p>json</p>");
    assertThat(json.get("favourited").asBoolean()).isFalse();
    assertThat(json.get("pinned").asBoolean()).isFalse();
    assertThat(json.get("pf_type").asText()).isEqualTo("text");
    assertThat(alice.post("/api/v1/statuses?status=query").status()).isEqualTo(200);
  }

  @Test
  void create_spoilerText_makesItSensitive() {
    JsonNode post =
        alice.post("/api/v1/statuses", Map.of("status", "x", "spoiler_text", "spiders")).json();
    assertThat(post.get("spoiler_text").asText()).isEqualTo("spiders");
    assertThat(post.get("sensitive").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "status, '', text",
    "visibility, secret, visibility",
    "language, not-a-language-at-all!, language",
    "scheduled_at, tomorrow, scheduled_at",
    "quoted_status_id, 5, quoted_status_id",
    "media_ids[], abc, media_ids",
    "poll[options][], yes, poll",
  })
  void create_badField_isRefusedByName(String field, String value, String detail) {
    Answer answer =
        alice.post(
            "/api/v1/statuses",
            field.equals("status") ? Map.of(field, value) : Map.of("status", "x", field, value));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("error").asText()).isNotBlank();
    assertThat(answer.json().get("details").has(detail)).isTrue();
  }

  @Test
  void create_withoutToken_is401_andWithoutScope_is403() {
    assertThat(server.client().post("/api/v1/statuses", Map.of("status", "x")).status())
        .isEqualTo(401);
    ApiClient reader = server.client().as(narrowToken());
    String id = post(alice, "for readers");
    assertThat(reader.get("/api/v1/statuses/" + id).status()).isEqualTo(200);
    assertThat(reader.get("/api/v1/statuses/" + id + "/source").status()).isEqualTo(200);
    assertThat(reader.post("/api/v1/statuses", Map.of("status", "x")).status()).isEqualTo(403);
    for (String action :
        List.of(
            "favourite",
            "unfavourite",
            "bookmark",
            "unbookmark",
            "reblog",
            "unreblog",
            "mute",
            "unmute")) {
      assertThat(reader.post("/api/v1/statuses/" + id + "/" + action).status())
          .as(action)
          .isEqualTo(403);
    }
    assertThat(reader.delete("/api/v1/statuses/" + id).status()).isEqualTo(403);
    assertThat(reader.form("PUT", "/api/v1/statuses/" + id, Map.of("status", "x")).status())
        .isEqualTo(403);
    assertThat(reader.get("/api/v1/favourites").status()).isEqualTo(403);
    assertThat(reader.get("/api/v1/bookmarks").status()).isEqualTo(403);
  }

  /** Of somebody who joined through an app that may read posts, and no more. */
  private static String narrowToken() {
    String scopes = "read:statuses write:accounts";
    JsonNode app =
        server
            .client()
            .post(
                "/api/v1/apps",
                Map.of(
                    "client_name", "Reader",
                    "redirect_uris", "urn:ietf:wg:oauth:2.0:oob",
                    "scopes", scopes))
            .json();
    String token =
        server
            .client()
            .post(
                "/oauth/token",
                Map.of(
                    "grant_type",
                    "client_credentials",
                    "client_id",
                    app.get("client_id").asText(),
                    "client_secret",
                    app.get("client_secret").asText(),
                    "scope",
                    scopes))
            .json()
            .get("access_token")
            .asText();
    return server
        .client()
        .as(token)
        .post(
            "/api/v1/accounts",
            Map.of(
                "username", "reader",
                "email", "reader@example.org",
                "password", TestServer.PASSWORD,
                "agreement", "true",
                "locale", "en"))
        .json()
        .get("access_token")
        .asText();
  }

  @Test
  void create_sameKey_replaysTheFirstAnswer() {
    Answer first = keyed("first");
    Answer second = keyed("second");
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.text()).isEqualTo(first.text());
  }

  private static Answer keyed(String text) {
    return alice.send(
        alice
            .request("/api/v1/statuses")
            .header("Idempotency-Key", "one-and-only")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"status\":\"" + text + "\"}")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "0", "-1", "9223372036854775808", "1e3", "%00"})
  void show_impossibleId_isMissing(String id) {
    Answer answer = alice.get("/api/v1/statuses/" + id);
    assertThat(answer.status()).isIn(404, 422);
    assertThat(alice.post("/api/v1/statuses/" + id + "/favourite").status()).isIn(404, 422);
  }

  @Test
  void index_tooMany_isRefused() {
    StringBuilder query = new StringBuilder("/api/v1/statuses?");
    for (int i = 1; i <= 41; i++) {
      query.append("id[]=").append(i).append('&');
    }
    assertThat(alice.get(query.toString()).status()).isEqualTo(422);
    assertThat(alice.get("/api/v1/statuses").json()).isEmpty();
  }

  @Test
  void source_isWhatWasTyped() {
    String id = post(alice, "a <b> & c");
    JsonNode source = alice.get("/api/v1/statuses/" + id + "/source").json();
    assertThat(source.get("text").asText()).isEqualTo("a <b> & c");
  }

  @Test
  void delete_ownPost_givesItsSource() {
    String id = post(alice, "going");
    JsonNode gone = alice.delete("/api/v1/statuses/" + id).json();
    assertThat(gone.get("text").asText()).isEqualTo("going");
    assertThat(alice.get("/api/v1/statuses/" + id).status()).isEqualTo(404);
    assertThat(alice.delete("/api/v1/statuses/" + id).status()).isEqualTo(404);
  }

  @Test
  void interactions_eachRoute_answersThePostAsItIs() {
    String id = post(alice, "like me");
    JsonNode liked = act(bob, id, "favourite");
    assertThat(liked.get("favourited").asBoolean()).isTrue();
    assertThat(liked.get("favourites_count").asInt()).isEqualTo(1);
    assertThat(act(bob, id, "favourite").get("favourites_count").asInt()).isEqualTo(1);
    assertThat(act(bob, id, "bookmark").get("bookmarked").asBoolean()).isTrue();
    JsonNode boost = act(bob, id, "reblog");
    assertThat(boost.get("id").asText()).isNotEqualTo(id);
    assertThat(boost.get("reblog").get("id").asText()).isEqualTo(id);
    assertThat(boost.get("reblog").get("reblogged").asBoolean()).isTrue();
    assertThat(act(bob, id, "unfavourite").get("favourites_count").asInt()).isZero();
    assertThat(act(bob, id, "unbookmark").get("bookmarked").asBoolean()).isFalse();
    assertThat(act(bob, id, "unreblog").get("reblogs_count").asInt()).isZero();
    assertThat(
            bob.post("/api/v1/statuses/" + id + "/reblog", Map.of("visibility", "direct")).status())
        .isEqualTo(422);
  }

  @Test
  void unreblog_byTheBoostsOwnId_answersWhatWasBoosted() {
    String id = post(alice, "boost me");
    String boost = act(bob, id, "reblog").get("id").asText();

    JsonNode answer = act(bob, boost, "unreblog");

    assertThat(answer.get("id").asText()).isEqualTo(id);
    assertThat(answer.get("reblogged").asBoolean()).isFalse();
  }

  @Test
  void context_conversation_isInOrder() {
    String top = post(alice, "top");
    String first = reply(bob, top, "first");
    String below = reply(alice, first, "below");
    String second = reply(bob, top, "second");
    JsonNode context = alice.get("/api/v1/statuses/" + top + "/context").json();
    assertThat(context.get("ancestors")).isEmpty();
    assertThat(ids(context.get("descendants"))).containsExactly(first, below, second);
    assertThat(
            ids(
                server
                    .client()
                    .get("/api/v1/statuses/" + below + "/context")
                    .json()
                    .get("ancestors")))
        .containsExactly(top, first);
    assertThat(alice.get("/api/v1/statuses/" + top).json().get("replies_count").asInt())
        .isEqualTo(2);
  }

  private static String post(ApiClient who, String text) {
    return who.post("/api/v1/statuses", Map.of("status", text)).json().get("id").asText();
  }

  private static String reply(ApiClient who, String to, String text) {
    return who.post("/api/v1/statuses", Map.of("status", text, "in_reply_to_id", to))
        .json()
        .get("id")
        .asText();
  }

  private static JsonNode act(ApiClient who, String id, String action) {
    Answer answer = who.post("/api/v1/statuses/" + id + "/" + action);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static List<String> ids(JsonNode list) {
    List<String> ids = new ArrayList<>();
    list.forEach(one -> ids.add(one.get("id").asText()));
    return ids;
  }
}
