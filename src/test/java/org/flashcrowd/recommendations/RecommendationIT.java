package org.flashcrowd.recommendations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.Queue;
import org.flashcrowd.testing.TestRows;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class RecommendationIT {
  private static TestServer server;
  private static int names;

  @BeforeAll
  static void start() {
    server = TestServer.start(Map.of("FLASHCROWD_RECOMMENDATIONS_INTERVAL", "1s"));
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

  private static String post(ApiClient client, Map<String, ?> fields) {
    ApiClient.Answer answer = client.post("/api/v1/statuses", fields);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().get("id").asText();
  }

  private static void follow(ApiClient follower, ApiClient target) {
    assertThat(follower.post("/api/v1/accounts/" + id(target) + "/follow").status()).isEqualTo(200);
  }

  private static void profile(ApiClient client, String field, String value) {
    assertThat(
            client
                .form("PATCH", "/api/v1/accounts/update_credentials", Map.of(field, value))
                .status())
        .isEqualTo(200);
  }

  private static List<String> ids(ApiClient client, String path) {
    return all(client, path, "id");
  }

  private static List<String> all(ApiClient client, String path, String field) {
    ApiClient.Answer answer = client.get(path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    List<String> all = new ArrayList<>();
    answer.json().forEach(one -> all.add(one.get(field).asText()));
    return all;
  }

  private static List<String> suggested(ApiClient client) {
    return all(client, "/api/v1/suggestions?limit=80", "id");
  }

  @Test
  void directory_order_isByLastPostOrByJoining() {
    ApiClient first = somebody();
    ApiClient second = somebody();
    ApiClient shy = somebody();
    profile(shy, "discoverable", "false");
    post(second, Map.of("status", "one"));
    post(shy, Map.of("status", "two"));
    post(first, Map.of("status", "three"));

    assertThat(ids(server.client(), "/api/v1/directory?limit=80"))
        .containsSubsequence(id(first), id(second))
        .doesNotContain(id(shy));
    assertThat(ids(server.client(), "/api/v1/directory?order=new&limit=80&local=true"))
        .containsSubsequence(id(second), id(first))
        .doesNotContain(id(shy));
    List<String> all = ids(first, "/api/v1/directory?order=new&limit=80");
    assertThat(ids(first, "/api/v1/directory?order=new&limit=1&offset=1"))
        .containsExactly(all.get(1));
    assertThat(ids(first, "/api/v1/directory?offset=1000000")).isEmpty();
    second.post("/api/v1/accounts/" + id(first) + "/block");
    assertThat(ids(second, "/api/v1/directory?limit=80")).doesNotContain(id(first));
    assertThat(server.client().get("/api/v1/directory?order=best").status()).isEqualTo(422);
    assertThat(server.client().get("/api/v1/directory?limit=x").status()).isEqualTo(400);
    assertThat(server.client().as("nonsense").get("/api/v1/directory").status()).isEqualTo(401);
  }

  @Test
  void suggestions_friendsOfFriends_areSuggestedUntilFollowedOrDismissed() {
    ApiClient me = somebody();
    ApiClient friend = somebody();
    ApiClient other = somebody();
    ApiClient near = somebody();
    ApiClient nearer = somebody();
    ApiClient shy = somebody();
    profile(shy, "discoverable", "false");
    follow(me, friend);
    follow(me, other);
    for (ApiClient target : List.of(near, nearer, shy, me)) {
      follow(friend, target);
    }
    follow(other, nearer);

    assertThat(suggested(me))
        .startsWith(id(nearer), id(near))
        .doesNotContain(id(me), id(friend), id(other), id(shy));
    JsonNode best = me.get("/api/v2/suggestions?limit=1").json();
    assertThat(best).hasSize(1);
    assertThat(best.get(0).get("source").asText()).isEqualTo("past_interactions");
    assertThat(best.get(0).get("sources").get(0).asText()).isEqualTo("friends_of_friends");
    assertThat(best.get(0).get("account").get("id").asText()).isEqualTo(id(nearer));

    assertThat(me.delete("/api/v1/suggestions/" + id(nearer)).status()).isEqualTo(200);
    assertThat(suggested(me)).contains(id(near)).doesNotContain(id(nearer));
    near.post("/api/v1/accounts/" + id(me) + "/block");
    assertThat(suggested(me)).doesNotContain(id(near));
  }

  @Test
  void suggestions_wrongCallers_areRefused() {
    for (String path : List.of("/api/v1/suggestions", "/api/v2/suggestions")) {
      assertThat(server.client().get(path).status()).isEqualTo(401);
      assertThat(somebody().get(path + "?limit=many").status()).isEqualTo(400);
    }
    assertThat(server.client().delete("/api/v1/suggestions/1").status()).isEqualTo(401);
    assertThat(somebody().delete("/api/v1/suggestions/999").json()).isEmpty();
    assertThat(somebody().delete("/api/v1/suggestions/nobody").status()).isEqualTo(200);
  }

  @Test
  void trends_favouritesAndBoosts_bringPostsAndPeopleUp() {
    ApiClient author = somebody();
    ApiClient shy = somebody();
    profile(shy, "discoverable", "false");
    ApiClient fan = somebody();
    ApiClient other = somebody();
    String photo = Uploads.ready(author, Pictures.jpeg(300, 200)).get("id").asText();
    String liked = post(author, Map.of("status", "#trendy lake", "media_ids[]", photo));
    String boosted = post(author, Map.of("status", "only words"));
    String sensitive = post(author, Map.of("status", "careful", "sensitive", "true"));
    String hidden = post(author, Map.of("status", "some", "visibility", "unlisted"));
    String shown = post(shy, Map.of("status", "not me"));
    String mine = post(fan, Map.of("status", "my own favourite"));
    fan.post("/api/v1/statuses/" + mine + "/favourite");
    for (String status : List.of(liked, sensitive, hidden, shown)) {
      fan.post("/api/v1/statuses/" + status + "/favourite");
    }
    fan.post("/api/v1/statuses/" + boosted + "/reblog");
    other.post("/api/v1/statuses/" + boosted + "/favourite");
    follow(fan, author);
    Queue.settle(server);

    Uploads.until(
        () ->
            ids(other, "/api/v1/trends/statuses").containsAll(List.of(boosted, liked))
                && ids(other, "/api/v1.1/discover/posts/trending?range=yearly").contains(liked)
                && all(other, "/api/v1/trends/tags", "name").contains("trendy")
                && ids(other, "/api/v1.1/discover/accounts/popular").contains(id(author)));
    assertThat(ids(server.client(), "/api/v1/trends/statuses"))
        .containsSubsequence(boosted, liked)
        .doesNotContain(sensitive, hidden, shown, mine);
    assertThat(ids(other, "/api/v1/trends/statuses?limit=1&offset=1")).hasSize(1);
    assertThat(all(other, "/api/v1/trends", "name")).contains("trendy");
    assertThat(other.get("/api/v1/trends/links").json()).isEmpty();

    for (String path :
        List.of("trending", "trending?range=daily", "trending?range=monthly", "network/trending")) {
      assertThat(ids(other, "/api/v1.1/discover/posts/" + path))
          .as(path)
          .contains(liked)
          .doesNotContain(boosted, sensitive, shown);
    }
    other.post("/api/v1/accounts/" + id(author) + "/mute");
    assertThat(ids(other, "/api/v1/trends/statuses")).doesNotContain(boosted, liked);
    author.delete("/api/v1/statuses/" + boosted);
    assertThat(ids(fan, "/api/v1/trends/statuses")).doesNotContain(boosted).contains(liked);
    assertThat(suggested(other)).doesNotContain(id(author));
  }

  /** Whose photos a moderator put behind a warning is still found by name, and shown to nobody. */
  @Test
  void lists_sensitizedAccount_isInNoneOfThem() {
    ApiClient me = somebody();
    ApiClient friend = somebody();
    ApiClient warned = somebody();
    String words = post(warned, Map.of("status", "before the warning"));
    post(friend, Map.of("status", "still fine"));
    follow(me, friend);
    follow(friend, warned);
    me.post("/api/v1/statuses/" + words + "/favourite");
    Uploads.until(() -> ids(me, "/api/v1/trends/statuses").contains(words));
    assertThat(suggested(me)).contains(id(warned));
    assertThat(ids(me, "/api/v1/directory?limit=80")).contains(id(warned));

    TestRows.execute(server, "UPDATE account SET sensitized_at = now() WHERE id = " + id(warned));
    assertThat(ids(me, "/api/v1/trends/statuses")).doesNotContain(words);
    assertThat(suggested(me)).doesNotContain(id(warned));
    assertThat(ids(me, "/api/v1/directory?limit=80"))
        .contains(id(friend))
        .doesNotContain(id(warned));
    assertThat(ids(me, "/api/v1.1/discover/accounts/popular")).doesNotContain(id(warned));
    assertThat(ids(me, "/api/v1/accounts/" + id(warned) + "/statuses")).containsExactly(words);
  }

  /**
   * pixelfed-rn links {@code hashtag}, shows {@code name}, and maps over the list itself; of posts
   * it keeps those whose {@code pf_type} is a photo, and their authors.
   */
  @Test
  void discover_pixelfedRn_getsItsFields() {
    ApiClient author = somebody();
    ApiClient fan = somebody();
    String photo = Uploads.ready(author, Pictures.jpeg(60, 40)).get("id").asText();
    String post = post(author, Map.of("status", "#pixels", "media_ids[]", photo));
    fan.post("/api/v1/statuses/" + post + "/favourite");
    follow(fan, author);
    Queue.settle(server);
    for (String range : List.of("daily", "monthly", "yearly")) {
      String path = "/api/v1.1/discover/posts/trending?range=" + range;
      Uploads.until(() -> ids(fan, path).contains(post));
      assertThat(all(fan, path, "pf_type")).containsOnly("photo");
    }
    String network = "/api/v1.1/discover/posts/network/trending";
    assertThat(fan.get(network).json().findPath("account").get("id").asText()).isNotEmpty();
    String popular = "/api/v1.1/discover/accounts/popular";
    Uploads.until(() -> ids(server.client(), popular).contains(id(author)));

    Uploads.until(
        () -> all(author, "/api/v1.1/discover/posts/hashtags", "hashtag").contains("pixels"));
    assertThat(all(author, "/api/v1.1/discover/posts/hashtags", "name")).contains("#pixels");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/trends/tags?limit=x",
        "/api/v1/trends/statuses?offset=x",
        "/api/v1/trends/links?limit=1.5",
        "/api/v1/trends?offset=a"
      })
  void trends_badInput_isRefused(String path) {
    assertThat(server.client().get(path).status()).isEqualTo(400);
  }

  @Test
  void discover_badInput_isRefused() {
    assertThat(server.client().get("/api/v1.1/discover/posts/trending?range=weekly").status())
        .isEqualTo(422);
    assertThat(server.client().as("nonsense").get("/api/v1.1/discover/posts/trending").status())
        .isEqualTo(401);
  }
}
