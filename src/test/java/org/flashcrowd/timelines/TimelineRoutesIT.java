package org.flashcrowd.timelines;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.Queue;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class TimelineRoutesIT {
  private static TestServer server;
  private static int names;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ApiClient somebody() {
    return server.client().as(server.signUp("person" + ++names));
  }

  private static String id(ApiClient client) {
    return client.get("/api/v1/accounts/verify_credentials").json().get("id").asText();
  }

  private static String post(ApiClient client, String text) {
    return post(client, Map.of("status", text));
  }

  private static String post(ApiClient client, Map<String, ?> fields) {
    ApiClient.Answer answer = client.post("/api/v1/statuses", fields);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().get("id").asText();
  }

  private static void follow(ApiClient follower, ApiClient target) {
    assertThat(follower.post("/api/v1/accounts/" + id(target) + "/follow").status()).isEqualTo(200);
  }

  private static List<String> ids(ApiClient.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    List<String> ids = new ArrayList<>();
    answer.json().forEach(status -> ids.add(status.get("id").asText()));
    return ids;
  }

  private static List<String> home(ApiClient client) {
    return ids(client.get("/api/v1/timelines/home"));
  }

  @Test
  void home_postOfSomebodyFollowed_arrives() {
    ApiClient alice = somebody();
    ApiClient bob = somebody();
    follow(bob, alice);
    Queue.settle(server);
    assertThat(home(bob)).isEmpty();
    Queue.settle(server);

    String post = post(alice, "hello");
    Queue.settle(server);

    assertThat(home(bob)).containsExactly(post);
    JsonNode first = bob.get("/api/v1/timelines/home").json().get(0);
    assertThat(first.get("content").asText()).isEqualTo("<p>hello</p>");
    assertThat(first.get("favourited").asBoolean()).isFalse();
  }

  @Test
  void home_ownPost_isThereAtOnce() {
    ApiClient alice = somebody();
    String first = post(alice, "one");
    assertThat(home(alice)).containsExactly(first);
    Queue.settle(server);

    String second = post(alice, "two");

    assertThat(home(alice)).containsExactly(second, first);
  }

  @Test
  void home_unfollowBlockAndDelete_areObeyed() {
    ApiClient alice = somebody();
    ApiClient bob = somebody();
    follow(bob, alice);
    String kept = post(alice, "kept");
    String deleted = post(alice, "deleted");
    home(bob);
    Queue.settle(server);
    assertThat(home(bob)).containsExactly(deleted, kept);

    alice.delete("/api/v1/statuses/" + deleted);
    assertThat(home(bob)).containsExactly(kept);
    bob.post("/api/v1/accounts/" + id(alice) + "/mute");
    assertThat(home(bob)).isEmpty();
    bob.post("/api/v1/accounts/" + id(alice) + "/unmute");
    assertThat(home(bob)).containsExactly(kept);
    bob.post("/api/v1/accounts/" + id(alice) + "/unfollow");
    Queue.settle(server);
    assertThat(home(bob)).isEmpty();
  }

  @Test
  void list_ofFriends_hasTheirPostsForItsOwnerAlone() {
    ApiClient alice = somebody();
    ApiClient bob = somebody();
    follow(bob, alice);
    String list = bob.post("/api/v1/lists", Map.of("title", "a")).json().get("id").asText();
    bob.post("/api/v1/lists/" + list + "/accounts", Map.of("account_ids[]", id(alice)));
    String first = post(alice, "one");
    String second = post(alice, "two");
    String path = "/api/v1/timelines/list/" + list;

    assertThat(ids(bob.get(path))).containsExactly(second, first);
    assertThat(bob.get(path + "?limit=1").header("Link")).contains("max_id=" + second);
    assertThat(ids(bob.get(path + "?max_id=" + second))).containsExactly(first);
    assertThat(alice.get(path).status()).isEqualTo(404);
    assertThat(bob.get("/api/v1/timelines/list/x").status()).isEqualTo(404);
    assertThat(server.client().get(path).status()).isEqualTo(401);
    assertThat(bob.get(path + "?max_id=x").status()).isEqualTo(400);
  }

  @Test
  void home_followedTag_bringsStrangersPosts() {
    ApiClient alice = somebody();
    ApiClient bob = somebody();
    home(bob);
    Queue.settle(server);
    String before = post(alice, "before #birdwatch");
    bob.post("/api/v1/tags/birdwatch/follow");
    Queue.settle(server);
    assertThat(home(bob)).containsExactly(before);

    String after = post(alice, "after #BirdWatch");
    Queue.settle(server);
    assertThat(home(bob)).containsExactly(after, before);

    String edited = post(alice, "without a tag");
    alice.form("PUT", "/api/v1/statuses/" + edited, Map.of("status", "with #birdwatch"));
    Queue.settle(server);
    assertThat(home(bob)).containsExactly(edited, after, before);

    bob.post("/api/v1/tags/birdwatch/unfollow");
    Queue.settle(server);
    assertThat(home(bob)).isEmpty();
  }

  @Test
  void home_exclusiveList_takesItsMembersOutAndGivesThemBack() {
    ApiClient alice = somebody();
    ApiClient bob = somebody();
    follow(bob, alice);
    home(bob);
    Queue.settle(server);
    String post = post(alice, "hello");
    Queue.settle(server);
    assertThat(home(bob)).containsExactly(post);

    String list =
        bob.post("/api/v1/lists", Map.of("title", "a", "exclusive", "true"))
            .json()
            .get("id")
            .asText();
    bob.post("/api/v1/lists/" + list + "/accounts", Map.of("account_ids[]", id(alice)));
    Queue.settle(server);
    assertThat(home(bob)).isEmpty();
    assertThat(ids(bob.get("/api/v1/timelines/list/" + list))).containsExactly(post);

    bob.form("PUT", "/api/v1/lists/" + list, Map.of("exclusive", "false"));
    Queue.settle(server);
    assertThat(home(bob)).containsExactly(post);
    bob.form("PUT", "/api/v1/lists/" + list, Map.of("exclusive", "true"));
    Queue.settle(server);
    assertThat(home(bob)).isEmpty();
    bob.delete("/api/v1/lists/" + list);
    Queue.settle(server);
    assertThat(home(bob)).containsExactly(post);
  }

  @Test
  void home_boostBesideItsOriginal_isHidden() {
    ApiClient alice = somebody();
    ApiClient bob = somebody();
    ApiClient carol = somebody();
    follow(carol, alice);
    follow(carol, bob);
    home(carol);
    Queue.settle(server);
    String original = post(alice, "a photo");
    String boost = bob.post("/api/v1/statuses/" + original + "/reblog").json().get("id").asText();
    Queue.settle(server);

    assertThat(home(carol)).containsExactly(original);
    assertThat(ids(carol.get("/api/v1/timelines/home?limit=1"))).containsExactly(boost);
  }

  @Test
  void home_pages_areLinked() {
    ApiClient alice = somebody();
    List<String> posts = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      posts.addFirst(post(alice, "post " + i));
    }

    ApiClient.Answer first = alice.get("/api/v1/timelines/home?limit=2");
    assertThat(ids(first)).isEqualTo(posts.subList(0, 2));
    assertThat(first.header("Link"))
        .contains("max_id=" + posts.get(1) + ">; rel=\"next\"")
        .contains("min_id=" + posts.get(0) + ">; rel=\"prev\"");
    assertThat(ids(alice.get("/api/v1/timelines/home?limit=2&max_id=" + posts.get(1))))
        .isEqualTo(posts.subList(2, 4));
    assertThat(ids(alice.get("/api/v1/timelines/home?limit=2&min_id=" + posts.get(4))))
        .isEqualTo(posts.subList(2, 4));
    assertThat(ids(alice.get("/api/v1/timelines/home?limit=2&since_id=" + posts.get(4))))
        .isEqualTo(posts.subList(0, 2));
    assertThat(ids(alice.get("/api/v1/timelines/home?limit=-5"))).hasSize(1);
    assertThat(ids(alice.get("/api/v1/timelines/home?limit=1000000000"))).hasSize(5);
  }

  @Test
  void home_withoutToken_isRefused() {
    assertThat(server.client().get("/api/v1/timelines/home").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"max_id=x", "min_id=-1", "since_id=1%27", "limit=many"})
  void home_badCursor_isRefused(String query) {
    assertThat(somebody().get("/api/v1/timelines/home?" + query).status()).isEqualTo(400);
  }

  @Test
  void everybody_publicPosts_areListedForAnybody() {
    ApiClient alice = somebody();
    String post = post(alice, "for all");
    String unlisted = post(alice, Map.of("status", "for some", "visibility", "unlisted"));
    String reply = post(alice, Map.of("status", "an answer", "in_reply_to_id", post));
    ApiClient bob = somebody();

    List<String> seen = ids(server.client().get("/api/v1/timelines/public?local=true"));
    assertThat(seen).contains(post).doesNotContain(unlisted, reply);
    assertThat(ids(server.client().get("/api/v1/timelines/public?only_media=true")))
        .doesNotContain(post);
    assertThat(ids(server.client().get("/api/v1/timelines/public?remote=true"))).isEmpty();
    bob.post("/api/v1/accounts/" + id(alice) + "/block");
    assertThat(ids(bob.get("/api/v1/timelines/public"))).doesNotContain(post);
    assertThat(ids(alice.get("/api/v1/timelines/public"))).contains(post);
  }

  @Test
  void everybody_badInput_isRefused() {
    ApiClient client = server.client();
    assertThat(client.get("/api/v1/timelines/public?max_id=x").status()).isEqualTo(400);
    assertThat(client.get("/api/v1/timelines/public?only_media=perhaps").status()).isEqualTo(422);
    assertThat(client.as("nonsense").get("/api/v1/timelines/public").status()).isEqualTo(401);
  }

  @Test
  void tagged_anyAllNone_narrowDown() {
    ApiClient alice = somebody();
    String one = post(alice, "#Harbour");
    String two = post(alice, "#harbour #boat");
    String three = post(alice, "#boat #night");
    String hidden = post(alice, Map.of("status", "#harbour", "visibility", "private"));
    String base = "/api/v1/timelines/tag/HARBOUR";
    ApiClient client = server.client();

    assertThat(ids(client.get(base))).containsExactly(two, one).doesNotContain(hidden);
    assertThat(ids(client.get(base + "?any[]=night"))).containsExactly(three, two, one);
    assertThat(ids(client.get(base + "?all[]=boat"))).containsExactly(two);
    assertThat(ids(client.get(base + "?all[]=nowhere"))).isEmpty();
    assertThat(ids(client.get(base + "?none[]=boat"))).containsExactly(one);
    assertThat(ids(client.get(base + "?limit=1&max_id=" + two))).containsExactly(one);
    assertThat(ids(client.get(base + "?only_media=true"))).isEmpty();
    assertThat(ids(client.get("/api/v1/timelines/tag/nobodyusedthis"))).isEmpty();
  }

  /** No link trends here; the reference answers so for one that does not. */
  @Test
  void link_anyUrl_isNotTrending() {
    ApiClient anybody = server.client();
    String path = "/api/v1/timelines/link";
    assertThat(anybody.get(path + "?url=https%3A%2F%2Fexample.org%2Farticle").status())
        .isEqualTo(404);
    assertThat(somebody().get(path + "?url=x&limit=5").status()).isEqualTo(404);
    assertThat(anybody.get(path).status()).isEqualTo(422);
    assertThat(anybody.get(path + "?url=").status()).isEqualTo(422);
  }

  @Test
  void tagged_badInput_isRefused() {
    ApiClient client = server.client();
    assertThat(client.get("/api/v1/timelines/tag/x?min_id=abc").status()).isEqualTo(400);
    assertThat(client.get("/api/v1/timelines/tag/%20").status()).isEqualTo(422);
    assertThat(client.get("/api/v1/timelines/tag/a%00b").status()).isEqualTo(404);
    assertThat(client.as("nonsense").get("/api/v1/timelines/tag/x").status()).isEqualTo(401);
  }
}
