package org.flashcrowd.tags;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.Queue;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagRoutesIT {
  private static final TestServer SERVER = TestServer.start();
  private static final ApiClient ANYBODY = SERVER.client();
  private static int people;

  private ApiClient anna = ANYBODY;
  private String tag = "";

  @AfterAll
  static void close() {
    SERVER.close();
  }

  @BeforeEach
  void people() {
    anna = signUp();
    tag = "tag" + people;
  }

  private static ApiClient signUp() {
    return ANYBODY.as(SERVER.signUp("person" + people++));
  }

  private static String id(ApiClient who) {
    return who.get("/api/v1/accounts/verify_credentials").json().get("id").asText();
  }

  private static String post(ApiClient who, String text) {
    return post(who, text, "public");
  }

  private static String post(ApiClient who, String text, String visibility) {
    ApiClient.Answer answer =
        who.post("/api/v1/statuses", Map.of("status", text, "visibility", visibility));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().get("id").asText();
  }

  private static List<String> texts(ApiClient.Answer answer, String field) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    List<String> texts = new ArrayList<>();
    answer.json().forEach(one -> texts.add(one.get(field).asText()));
    return texts;
  }

  private JsonNode shown() {
    return anna.get("/api/v1/tags/" + tag).json();
  }

  private String today(String field) {
    return shown().get("history").get(0).get(field).asText();
  }

  @Test
  void tag_used_hasAWeekOfHistory() {
    ApiClient bob = signUp();
    post(anna, "one #" + tag + " #" + tag);
    post(anna, "two #" + tag);
    post(bob, "three #" + tag);
    post(bob, "not counted #" + tag, "unlisted");
    Queue.settle(SERVER);

    JsonNode shown = shown();
    assertThat(shown.get("name").asText()).isEqualTo(tag);
    assertThat(shown.get("url").asText()).endsWith("/tags/" + tag);
    assertThat(shown.get("history")).hasSize(7);
    assertThat(today("uses")).isEqualTo("3");
    assertThat(today("accounts")).isEqualTo("2");
    long midnight = LocalDate.now(ZoneOffset.UTC).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    assertThat(today("day")).isEqualTo(Long.toString(midnight));
    assertThat(shown.get("history").get(6).get("day").asText())
        .isEqualTo(Long.toString(midnight - 6 * 86_400));
  }

  @Test
  void tag_postDeleted_isCountedOut() {
    String one = post(anna, "one #" + tag);
    post(anna, "two #" + tag);
    Queue.settle(SERVER);

    anna.delete("/api/v1/statuses/" + one);
    Queue.settle(SERVER);

    assertThat(today("uses")).isEqualTo("1");
    assertThat(today("accounts")).isEqualTo("1");
  }

  @Test
  void tag_editedInAndOut_isCountedAsThePostSaysNow() {
    String one = post(anna, "one");
    String path = "/api/v1/statuses/" + one;
    anna.form("PUT", path, Map.of("status", "one #" + tag));
    Queue.settle(SERVER);
    assertThat(today("uses")).isEqualTo("1");

    anna.form("PUT", path, Map.of("status", "one again"));
    Queue.settle(SERVER);
    assertThat(today("uses")).isEqualTo("0");
    assertThat(today("accounts")).isEqualTo("0");
  }

  @Test
  void tag_boosted_isNotCountedAgain() {
    String one = post(anna, "one #" + tag);
    signUp().post("/api/v1/statuses/" + one + "/reblog");
    Queue.settle(SERVER);

    assertThat(today("uses")).isEqualTo("1");
  }

  /**
   * Ice Cubes and pixelfed-rn ask with a trailing slash, and in whatever case the tag was typed.
   */
  @Test
  void tag_mixedCaseTrailingSlashAndUnicode_areFound() {
    post(anna, "one #" + tag + " #Grüße #写真");
    Queue.settle(SERVER);

    JsonNode slash =
        ANYBODY.get("/api/v1/tags/" + tag.toUpperCase(java.util.Locale.ROOT) + "/").json();
    assertThat(slash.get("name").asText()).isEqualTo(tag);
    assertThat(slash.get("id").asText()).isNotEmpty();
    assertThat(ANYBODY.get("/api/v1/tags/GR%C3%9C%C3%9FE").json().get("name").asText())
        .isEqualTo("grüße");
    assertThat(ANYBODY.get("/api/v1/tags/%23%E5%86%99%E7%9C%9F").json().get("id").asText())
        .isNotEmpty();
  }

  @Test
  void tag_unknown_isThereWithoutId_andImpossible_is404() {
    JsonNode unknown = anna.get("/api/v1/tags/Never" + tag).json();

    assertThat(unknown.get("id").asText()).isEmpty();
    assertThat(unknown.get("name").asText()).isEqualTo("never" + tag);
    assertThat(unknown.get("following").asBoolean()).isFalse();
    assertThat(unknown.get("history").get(0).get("uses").asText()).isEqualTo("0");
    for (String name : List.of("123", "a%20b", "a-b", "%23", "x".repeat(200), "a%00b")) {
      assertThat(ANYBODY.get("/api/v1/tags/" + name).status()).as(name).isEqualTo(404);
      assertThat(anna.post("/api/v1/tags/" + name + "/follow").status()).as(name).isEqualTo(404);
      assertThat(anna.post("/api/v1/tags/" + name + "/feature").status()).as(name).isEqualTo(404);
    }
  }

  @Test
  void tag_seenByNobody_doesNotTellAboutFollowing() {
    JsonNode shown = ANYBODY.get("/api/v1/tags/" + tag).json();

    assertThat(shown.has("following")).isFalse();
    assertThat(shown.has("featuring")).isFalse();
  }

  @Test
  void follow_tag_isListedUntilUnfollowed() {
    JsonNode followed = anna.post("/api/v1/tags/" + tag + "/follow").json();
    assertThat(followed.get("following").asBoolean()).isTrue();
    assertThat(followed.get("id").asText()).isNotEmpty();
    assertThat(anna.post("/api/v1/tags/#".replace("#", "%23") + tag + "/follow").status())
        .isEqualTo(200);

    assertThat(texts(anna.get("/api/v1/followed_tags"), "name")).containsExactly(tag);
    assertThat(anna.get("/api/v1/followed_tags").json().get(0)).isEqualTo(followed);
    assertThat(texts(signUp().get("/api/v1/followed_tags"), "name")).isEmpty();

    JsonNode left = anna.post("/api/v1/tags/" + tag + "/unfollow").json();
    assertThat(left.get("following").asBoolean()).isFalse();
    assertThat(anna.post("/api/v1/tags/never" + tag + "/unfollow").status()).isEqualTo(200);
    assertThat(texts(anna.get("/api/v1/followed_tags"), "name")).isEmpty();
  }

  @Test
  void followed_pages_areLinked() {
    for (String letter : List.of("a", "b", "c")) {
      anna.post("/api/v1/tags/" + tag + letter + "/follow");
    }

    ApiClient.Answer first = anna.get("/api/v1/followed_tags?limit=2");
    assertThat(texts(first, "name")).containsExactly(tag + "c", tag + "b");
    String link = String.valueOf(first.header("Link"));
    String next = link.substring(link.indexOf("max_id="), link.indexOf('>'));
    assertThat(texts(anna.get("/api/v1/followed_tags?limit=2&" + next), "name"))
        .containsExactly(tag + "a");
    assertThat(anna.get("/api/v1/followed_tags?max_id=x").status()).isEqualTo(400);
  }

  @Test
  void featured_added_isOnTheProfileWithItsCounts() {
    post(anna, "before #" + tag);
    Queue.settle(SERVER);
    JsonNode featured = anna.post("/api/v1/featured_tags", Map.of("name", "#" + tag)).json();
    assertThat(featured.get("name").asText()).isEqualTo(tag);
    assertThat(featured.get("statuses_count").asText()).isEqualTo("1");
    assertThat(featured.get("url").asText()).endsWith("/tagged/" + tag);

    post(anna, "after #" + tag);
    post(anna, "private #" + tag, "private");
    Queue.settle(SERVER);
    JsonNode shown = ANYBODY.get("/api/v1/accounts/" + id(anna) + "/featured_tags").json();
    assertThat(shown).hasSize(1);
    assertThat(shown.get(0).get("statuses_count").asText()).isEqualTo("2");
    assertThat(shown.get(0).get("last_status_at").asText())
        .isEqualTo(LocalDate.now(ZoneOffset.UTC).toString());
    assertThat(shown().get("featuring").asBoolean()).isTrue();

    String path = "/api/v1/featured_tags/" + featured.get("id").asText();
    assertThat(signUp().delete(path).status()).isEqualTo(404);
    assertThat(anna.delete(path).text()).isEqualTo("{}");
    assertThat(anna.delete(path).status()).isEqualTo(404);
    assertThat(anna.get("/api/v1/featured_tags").json()).isEmpty();
  }

  @Test
  void featured_byTheTagsOwnRoutes_isTheSame() {
    assertThat(anna.post("/api/v1/tags/" + tag + "/feature").json().get("featuring").asBoolean())
        .isTrue();
    anna.post("/api/v1/featured_tags", Map.of("name", tag));
    assertThat(texts(anna.get("/api/v1/featured_tags"), "name")).containsExactly(tag);

    assertThat(anna.post("/api/v1/tags/" + tag + "/unfeature").json().get("featuring").asBoolean())
        .isFalse();
    assertThat(anna.get("/api/v1/featured_tags").json()).isEmpty();
  }

  @Test
  void featured_moreThanTheInstanceSays_is422() {
    int most =
        ANYBODY
            .get("/api/v2/instance")
            .json()
            .at("/configuration/accounts/max_featured_tags")
            .asInt();
    assertThat(most).isEqualTo(10);
    for (int i = 0; i < most; i++) {
      assertThat(anna.post("/api/v1/featured_tags", Map.of("name", tag + "x" + i)).status())
          .isEqualTo(200);
    }
    assertThat(anna.post("/api/v1/featured_tags", Map.of("name", tag)).status()).isEqualTo(422);
    assertThat(anna.post("/api/v1/tags/" + tag + "/feature").status()).isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"name\": \" \"}", "{\"name\": \"123\"}", "{\"name\": \"a b\"}"})
  void featured_badNames_are422(String body) {
    assertThat(anna.json("POST", "/api/v1/featured_tags", body).status()).isEqualTo(422);
  }

  @Test
  void suggestions_areTagsUsedLately_withoutThoseFeatured() {
    post(anna, "one #" + tag + "a");
    post(anna, "two #" + tag + "b");
    post(anna, "three #" + tag + "c", "private");
    Queue.settle(SERVER);
    anna.post("/api/v1/featured_tags", Map.of("name", tag + "a"));

    assertThat(texts(anna.get("/api/v1/featured_tags/suggestions"), "name"))
        .containsExactly(tag + "b");
  }

  /** pixelfed-rn shows these beside a tag. */
  @Test
  void related_tags_areThoseUsedTogether() {
    post(anna, "one #" + tag + " #" + tag + "a #" + tag + "b");
    post(anna, "two #" + tag + " #" + tag + "b");
    post(anna, "three #" + tag + " #" + tag + "c", "private");
    Queue.settle(SERVER);

    ApiClient.Answer related = ANYBODY.get("/api/v1/tags/" + tag + "/related");
    assertThat(texts(related, "name")).containsExactly(tag + "b", tag + "a");
    assertThat(texts(related, "related_count")).containsExactly("2", "1");
    assertThat(ANYBODY.get("/api/v1/tags/never" + tag + "/related").json()).isEmpty();
  }

  @Test
  void everything_withoutToken_is401_andOfNobody_is404() {
    for (String path : List.of("followed_tags", "featured_tags", "featured_tags/suggestions")) {
      assertThat(ANYBODY.get("/api/v1/" + path).status()).as(path).isEqualTo(401);
    }
    for (String action : List.of("follow", "unfollow", "feature", "unfeature")) {
      assertThat(ANYBODY.post("/api/v1/tags/" + tag + "/" + action).status())
          .as(action)
          .isEqualTo(401);
    }
    assertThat(ANYBODY.post("/api/v1/featured_tags", Map.of("name", tag)).status()).isEqualTo(401);
    assertThat(ANYBODY.delete("/api/v1/featured_tags/1").status()).isEqualTo(401);
    assertThat(anna.delete("/api/v1/featured_tags/x").status()).isEqualTo(404);
    assertThat(ANYBODY.get("/api/v1/accounts/1/featured_tags").status()).isEqualTo(404);
  }
}
