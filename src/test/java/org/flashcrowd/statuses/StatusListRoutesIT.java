package org.flashcrowd.statuses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.ApiClient.Answer;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class StatusListRoutesIT {
  private static final Pattern NEXT = Pattern.compile("<http://[^/]+([^>]+)>; rel=\"next\"");
  private static final Pattern PREV = Pattern.compile("<http://[^/]+([^>]+)>; rel=\"prev\"");

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
  void favourites_pageByTheirOwnKeys() {
    ApiClient carol = server.client().as(server.signUp("carol"));
    List<String> posts = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      posts.add(post(alice, "p" + i));
    }
    // Liked in another order than they were written.
    List<String> liked = List.of(2, 0, 4, 1, 3).stream().map(posts::get).toList();
    liked.forEach(id -> act(carol, id, "favourite"));
    List<String> seen = new ArrayList<>();
    String path = "/api/v1/favourites?limit=2";
    Answer last = carol.get(path);
    while (!last.json().isEmpty()) {
      seen.addAll(ids(last.json()));
      last = carol.get(link(NEXT, last));
    }
    assertThat(seen).containsExactlyElementsOf(liked.reversed());
    Answer newest = carol.get(path);
    assertThat(carol.get(link(PREV, newest)).json()).isEmpty();
    assertThat(server.client().get("/api/v1/favourites").status()).isEqualTo(401);
    assertThat(carol.get("/api/v1/favourites?max_id=x").status()).isEqualTo(400);
    assertThat(carol.get("/api/v1/favourites?limit=-5").json()).hasSize(1);
  }

  @Test
  void favouritedBy_andRebloggedBy_listPeople() {
    String id = post(alice, "popular");
    act(bob, id, "favourite");
    act(alice, id, "favourite");
    act(bob, id, "reblog");
    assertThat(names(server.client().get("/api/v1/statuses/" + id + "/favourited_by")))
        .containsExactly("alice", "bob");
    assertThat(names(server.client().get("/api/v1/statuses/" + id + "/reblogged_by")))
        .containsExactly("bob");
    Answer page = alice.get("/api/v1/statuses/" + id + "/favourited_by?limit=1");
    assertThat(names(page)).containsExactly("alice");
    assertThat(names(alice.get(link(NEXT, page)))).containsExactly("bob");
  }

  @Test
  void accountStatuses_filters_choose() {
    ApiClient dave = server.client().as(server.signUp("dave"));
    String dave1 = dave.get("/api/v1/accounts/verify_credentials").json().get("id").asText();
    String plain = post(dave, "plain #Sea");
    String answer = reply(dave, post(alice, "q"), "a");
    String own = reply(dave, plain, "thread");
    String boost = act(dave, post(alice, "boosted"), "reblog").get("id").asText();
    String path = "/api/v1/accounts/" + dave1 + "/statuses";
    assertThat(ids(dave.get(path).json())).containsExactly(boost, own, answer, plain);
    assertThat(ids(dave.get(path + "?exclude_replies=true").json()))
        .containsExactly(boost, own, plain);
    assertThat(ids(dave.get(path + "?exclude_reblogs=1").json()))
        .containsExactly(own, answer, plain);
    assertThat(dave.get(path + "?only_media=true").json()).isEmpty();
    assertThat(dave.get(path + "?pinned=true").json()).isEmpty();
    assertThat(act(dave, plain, "pin").get("pinned").asBoolean()).isTrue();
    assertThat(ids(server.client().get(path + "?pinned=true").json())).containsExactly(plain);
    assertThat(act(dave, plain, "unpin").get("pinned").asBoolean()).isFalse();
    assertThat(alice.post("/api/v1/statuses/" + plain + "/pin").status()).isEqualTo(422);
    assertThat(act(alice, plain, "mute").get("muted").asBoolean()).isTrue();
    assertThat(act(alice, plain, "unmute").get("muted").asBoolean()).isFalse();
    assertThat(ids(dave.get(path + "?tagged=sea&only_media=true").json())).isEmpty();
    assertThat(ids(dave.get(path + "?tagged=sea").json())).containsExactly(plain);
    Answer page = dave.get(path + "?limit=2&exclude_reblogs=true");
    assertThat(ids(dave.get(link(NEXT, page)).json())).containsExactly(plain);
    assertThat(dave.get("/api/v1/accounts/1/statuses").status()).isEqualTo(404);
  }

  private static String link(Pattern relation, Answer answer) {
    Matcher matcher = relation.matcher(Objects.requireNonNull(answer.header("Link")));
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
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

  private static List<String> names(Answer answer) {
    List<String> names = new ArrayList<>();
    answer.json().forEach(one -> names.add(one.get("username").asText()));
    return names;
  }
}
