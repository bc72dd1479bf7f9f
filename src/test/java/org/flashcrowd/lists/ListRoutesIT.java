package org.flashcrowd.lists;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListRoutesIT {
  private static final TestServer SERVER = TestServer.start();
  private static final ApiClient ANYBODY = SERVER.client();
  private static int people;

  private ApiClient anna = ANYBODY;
  private String annaId = "";

  @AfterAll
  static void close() {
    SERVER.close();
  }

  @BeforeEach
  void people() {
    anna = signUp();
    annaId = id(anna);
  }

  private static ApiClient signUp() {
    return ANYBODY.as(SERVER.signUp("person" + people++));
  }

  private static String id(ApiClient who) {
    return who.get("/api/v1/accounts/verify_credentials").json().get("id").asText();
  }

  /** Somebody whom anna follows. */
  private String friend() {
    String id = id(signUp());
    assertThat(anna.post("/api/v1/accounts/" + id + "/follow").status()).isEqualTo(200);
    return id;
  }

  private String list(String title) {
    ApiClient.Answer answer = anna.post("/api/v1/lists", Map.of("title", title));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().get("id").asText();
  }

  private ApiClient.Answer add(String list, String... accounts) {
    return anna.json(
        "POST", "/api/v1/lists/" + list + "/accounts", Map.of("account_ids", List.of(accounts)));
  }

  private List<String> members(String list) {
    return ids(anna.get("/api/v1/lists/" + list + "/accounts"));
  }

  private static List<String> ids(ApiClient.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    List<String> ids = new ArrayList<>();
    answer.json().forEach(one -> ids.add(one.get("id").asText()));
    return ids;
  }

  @Test
  void lists_createReadChangeDelete_roundTrip() {
    JsonNode made =
        anna.json(
                "POST",
                "/api/v1/lists",
                Map.of("title", " Birds ", "replies_policy", "followed", "exclusive", true))
            .json();
    String path = "/api/v1/lists/" + made.get("id").asText();

    assertThat(made.get("title").asText()).isEqualTo("Birds");
    assertThat(made.get("replies_policy").asText()).isEqualTo("followed");
    assertThat(made.get("exclusive").asBoolean()).isTrue();
    assertThat(anna.get(path).json()).isEqualTo(made);

    JsonNode changed = anna.form("PUT", path, Map.of("exclusive", "false")).json();
    assertThat(changed.get("title").asText()).isEqualTo("Birds");
    assertThat(changed.get("replies_policy").asText()).isEqualTo("followed");
    assertThat(changed.get("exclusive").asBoolean()).isFalse();
    assertThat(anna.get("/api/v1/lists").json()).hasSize(1).contains(changed);

    assertThat(anna.delete(path).text()).isEqualTo("{}");
    assertThat(anna.get(path).status()).isEqualTo(404);
    assertThat(anna.get("/api/v1/lists").json()).isEmpty();
  }

  @Test
  void lists_defaults_areThoseOfTheReference() {
    JsonNode made = anna.post("/api/v1/lists", Map.of("title", "Birds")).json();

    assertThat(made.get("replies_policy").asText()).isEqualTo("list");
    assertThat(made.get("exclusive").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"title\": \"  \"}",
        "{\"title\": {\"a\": 1}}",
        "{\"title\": \"a\\u0000b\"}",
        "{\"title\": \"x\", \"replies_policy\": \"some\"}",
        "{\"title\": \"x\", \"exclusive\": \"perhaps\"}"
      })
  void lists_badFields_are422(String body) {
    assertThat(anna.json("POST", "/api/v1/lists", body).status()).isEqualTo(422);
    assertThat(anna.get("/api/v1/lists").json()).isEmpty();
  }

  @Test
  void lists_longTitleAndTooMany_are422() {
    assertThat(anna.post("/api/v1/lists", Map.of("title", "x".repeat(256))).status())
        .isEqualTo(422);
    for (int i = 0; i < Lists.MOST_LISTS; i++) {
      list("list " + i);
    }
    assertThat(anna.post("/api/v1/lists", Map.of("title", "one more")).status()).isEqualTo(422);
  }

  @Test
  void everything_withoutTokenOrScope_isRefused_andOfOthers_is404() {
    String list = list("mine");
    ApiClient other = signUp();
    String path = "/api/v1/lists/" + list;
    for (ApiClient.Answer answer :
        List.of(
            ANYBODY.get("/api/v1/lists"),
            ANYBODY.post("/api/v1/lists", Map.of("title", "x")),
            ANYBODY.get(path),
            ANYBODY.form("PUT", path, Map.of("title", "x")),
            ANYBODY.delete(path),
            ANYBODY.get(path + "/accounts"),
            ANYBODY.post(path + "/accounts"),
            ANYBODY.delete(path + "/accounts"),
            ANYBODY.get("/api/v1/accounts/" + annaId + "/lists"))) {
      assertThat(answer.status()).isEqualTo(401);
    }
    for (ApiClient.Answer answer :
        List.of(
            other.get(path),
            other.form("PUT", path, Map.of("title", "x")),
            other.delete(path),
            other.get(path + "/accounts"),
            other.post(path + "/accounts", Map.of("account_ids[]", annaId)),
            other.delete(path + "/accounts?account_ids[]=" + annaId),
            other.get("/api/v1/lists/abc"),
            other.get("/api/v1/accounts/1/lists"))) {
      assertThat(answer.status()).isEqualTo(404);
    }
    assertThat(anna.get(path).json().get("title").asText()).isEqualTo("mine");
  }

  @Test
  void members_addedAndRemoved_areListedNewestFirst() {
    String list = list("friends");
    String one = friend();
    String two = friend();

    assertThat(add(list, one).text()).isEqualTo("{}");
    assertThat(add(list, two, two).status()).isEqualTo(200);

    assertThat(members(list)).containsExactly(two, one);
    assertThat(ids(anna.get("/api/v1/accounts/" + one + "/lists"))).containsExactly(list);
    assertThat(ids(anna.get("/api/v1/accounts/" + annaId + "/lists"))).isEmpty();
  }

  /** Elk and Ice Cubes send JSON, Phanpy and Tusky forms, others the query string. */
  @Test
  void members_removedByJsonFormOrQuery_areGone() {
    String list = list("friends");
    String path = "/api/v1/lists/" + list + "/accounts";
    String one = friend();
    String two = friend();
    String three = friend();
    add(list, one, two, three);

    assertThat(anna.json("DELETE", path, Map.of("account_ids", List.of(one))).text())
        .isEqualTo("{}");
    assertThat(members(list)).containsExactlyInAnyOrder(two, three);
    assertThat(anna.form("DELETE", path, Map.of("account_ids[]", two)).status()).isEqualTo(200);
    assertThat(members(list)).containsExactly(three);
    assertThat(anna.delete(path + "?account_ids[]=" + three).status()).isEqualTo(200);
    assertThat(members(list)).isEmpty();
    assertThat(anna.delete(path + "?account_ids[]=" + three).status()).isEqualTo(200);
  }

  @Test
  void add_notFollowed_is404_andTwice_is422_andThenNobodyIsAdded() {
    String list = list("friends");
    String friend = friend();
    String stranger = id(signUp());

    assertThat(add(list, friend, stranger).status()).isEqualTo(404);
    assertThat(add(list, friend, "nobody").status()).isEqualTo(404);
    assertThat(add(list, "1").status()).isEqualTo(404);
    assertThat(add(list, annaId).status()).isEqualTo(404);
    assertThat(anna.post("/api/v1/lists/" + list + "/accounts").status()).isEqualTo(422);
    assertThat(members(list)).isEmpty();

    String second = friend();
    add(list, friend);
    ApiClient.Answer twice = add(list, second, friend);
    assertThat(twice.status()).isEqualTo(422);
    assertThat(twice.json().get("error").asText())
        .isEqualTo("Validation failed: account has already been taken");
    assertThat(members(list)).containsExactly(friend);
  }

  @Test
  void members_pagesAndAllOfThem_areBounded() {
    String list = list("friends");
    List<String> newestFirst = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      newestFirst.addFirst(friend());
      add(list, newestFirst.getFirst());
    }
    String path = "/api/v1/lists/" + list + "/accounts";

    ApiClient.Answer first = anna.get(path + "?limit=2");
    assertThat(ids(first)).isEqualTo(newestFirst.subList(0, 2));
    String link = String.valueOf(first.header("Link"));
    String next = link.substring(link.indexOf("max_id="), link.indexOf('>'));
    assertThat(ids(anna.get(path + "?limit=2&" + next))).isEqualTo(newestFirst.subList(2, 4));

    ApiClient.Answer all = anna.get(path + "?limit=0");
    assertThat(ids(all)).isEqualTo(newestFirst);
    assertThat(all.header("Link")).isNull();
    assertThat(anna.get(path + "?limit=x").status()).isEqualTo(400);
    assertThat(anna.get(path + "?max_id=x").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unfollow", "block"})
  void member_unfollowedOrBlocked_isOffTheList(String action) {
    String list = list("friends");
    String friend = friend();
    add(list, friend);

    anna.post("/api/v1/accounts/" + friend + "/" + action);

    assertThat(members(list)).isEmpty();
  }

  @Test
  void member_whoRemovesTheOwnerFromTheirFollowers_isOffTheList() {
    String list = list("friends");
    ApiClient berta = signUp();
    String bertaId = id(berta);
    anna.post("/api/v1/accounts/" + bertaId + "/follow");
    add(list, bertaId);

    berta.post("/api/v1/accounts/" + annaId + "/remove_from_followers");

    assertThat(members(list)).isEmpty();
  }
}
