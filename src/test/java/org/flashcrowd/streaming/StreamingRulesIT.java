package org.flashcrowd.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.UpgradeRejectedException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.flashcrowd.testing.TestTokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is told of what: as in REST, and to nobody else. */
class StreamingRulesIT {
  private static final TestServer SERVER = TestServer.start();
  private static ApiClient author;

  @BeforeAll
  static void world() {
    author = SERVER.client().as(SERVER.signUp("author"));
    String id = id("author");
    for (String name :
        List.of("follower", "stranger", "blocked", "muter", "blocker", "mentioned")) {
      SERVER.signUp(name);
    }
    as("follower").post("/api/v1/accounts/" + id + "/follow");
    as("mentioned").post("/api/v1/accounts/" + id + "/follow");
    as("muter").post("/api/v1/accounts/" + id + "/follow");
    as("muter").post("/api/v1/accounts/" + id + "/mute");
    as("blocker").post("/api/v1/accounts/" + id + "/block");
    author.post("/api/v1/accounts/" + id("blocked") + "/block");
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static ApiClient as(String name) {
    return SERVER.client().as(token(name));
  }

  private static String token(String name) {
    return TestTokens.issue(SERVER, name, Set.of("read", "write", "follow"));
  }

  private static String id(String name) {
    return SERVER.client().get("/api/v1/accounts/lookup?acct=" + name).json().path("id").asText();
  }

  private static String post(ApiClient by, String text, String visibility) {
    return by.post("/api/v1/statuses", Map.of("status", text, "visibility", visibility))
        .json()
        .path("id")
        .asText();
  }

  /**
   * Each listens to everything; a post of their own marks the end of what they are told. What is
   * expected are the streams that tell of the author's post.
   */
  @ParameterizedTest
  @CsvSource({
    "author,    public,   hashtag public user",
    "author,    unlisted, user",
    "author,    private,  user",
    "author,    direct,   user",
    "follower,  public,   hashtag public user",
    "follower,  unlisted, user",
    "follower,  private,  user",
    "follower,  direct,   ''",
    "mentioned, private,  user",
    "mentioned, direct,   ''",
    "stranger,  public,   hashtag public",
    "stranger,  unlisted, ''",
    "stranger,  private,  ''",
    "stranger,  direct,   ''",
    "blocked,   public,   ''",
    "blocked,   unlisted, ''",
    "blocked,   private,  ''",
    "muter,     public,   ''",
    "muter,     private,  ''",
    "blocker,   public,   ''",
    "blocker,   unlisted, ''"
  })
  @Proves(Promise.ONE_VISIBILITY_RULE)
  void update_reachesWhoMaySeeIt(String listener, String visibility, String streams) {
    try (LiveSocket socket = LiveSocket.open(SERVER, token(listener), "")) {
      socket.subscribe("'stream':'user'");
      socket.subscribe("'stream':'public'");
      socket.subscribe("'stream':'hashtag','tag':'rule'");

      String id = post(author, "@mentioned #rule", visibility);
      String last = post(as(listener), "the end", "private");

      List<String> expected = streams.isEmpty() ? List.of() : List.of(streams.split(" "));
      List<JsonNode> came = socket.until(last);
      while (streams(came, id).size() < expected.size()) {
        came.add(socket.next());
      }
      assertThat(streams(came, id)).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static List<String> streams(List<JsonNode> messages, String id) {
    return messages.stream()
        .filter(message -> LiveSocket.id(message).equals(id))
        .map(message -> message.path("stream").path(0).asText())
        .toList();
  }

  /** As the reference since 4.2: nobody listens who is not signed in, not even to the public. */
  @Test
  void anonymous_isToldNothing() {
    Throwable refused = LiveSocket.refused(LiveSocket.options(SERVER, "stream=public"));

    assertThat(((UpgradeRejectedException) refused).getStatus()).isEqualTo(401);
    assertThat(SERVER.client().get("/api/v1/streaming/public").status()).isEqualTo(401);
  }

  @Test
  void replyAndBoost_areNotInPublic() {
    try (LiveSocket socket = LiveSocket.open(SERVER, token("stranger"), "stream=public")) {
      String first = post(author, "first", "public");
      assertThat(socket.until(first)).isNotEmpty();

      author.post("/api/v1/statuses", Map.of("status", "reply", "in_reply_to_id", first));
      author.post("/api/v1/statuses/" + first + "/reblog");
      String last = post(author, "last", "public");

      assertThat(socket.until(last)).hasSize(1);
    }
  }

  @Test
  void boost_reachesFollowersWithWhatItBoosts() {
    String original = post(as("stranger"), "worth it", "public");
    try (LiveSocket socket = LiveSocket.open(SERVER, token("follower"), "stream=user")) {
      socket.settle();

      author.post("/api/v1/statuses/" + original + "/reblog");

      assertThat(socket.next("update").at("/reblog/id").asText()).isEqualTo(original);
    }
  }

  /** Nothing is kept of who follows whom: the next post is told by what is true then. */
  @Test
  void follow_countsFromTheNextPost() {
    SERVER.signUp("late");
    try (LiveSocket socket = LiveSocket.open(SERVER, token("late"), "stream=user")) {
      socket.settle();
      post(author, "too early", "public");
      as("late").post("/api/v1/accounts/" + id("author") + "/follow");
      String wanted = post(author, "in time", "public");

      assertThat(LiveSocket.id(socket.next())).isEqualTo(wanted);

      as("late").post("/api/v1/accounts/" + id("author") + "/unfollow");
      post(author, "too late", "public");
      String last = post(as("late"), "mine", "public");
      assertThat(LiveSocket.id(socket.next())).isEqualTo(last);
    }
  }

  @Test
  void followedTag_isInTheHome() {
    SERVER.signUp("tagger");
    as("tagger").post("/api/v1/tags/rarest/follow");
    try (LiveSocket socket = LiveSocket.open(SERVER, token("tagger"), "stream=user")) {
      socket.settle();

      String id = post(author, "the #rarest of all", "public");

      assertThat(LiveSocket.id(socket.next())).isEqualTo(id);
    }
  }

  @Test
  void list_tellsOfItsMembersAlone() {
    ApiClient owner = as("follower");
    String list = owner.post("/api/v1/lists", Map.of("title", "x")).json().path("id").asText();
    owner.post("/api/v1/lists/" + list + "/accounts", Map.of("account_ids[]", id("author")));
    try (LiveSocket socket =
        LiveSocket.open(SERVER, token("follower"), "stream=list&list=" + list)) {
      socket.settle();
      post(owner, "not on it", "public");
      String id = post(author, "on it", "private");

      JsonNode message = socket.next();
      assertThat(message.path("stream")).extracting(JsonNode::asText).containsExactly("list", list);
      assertThat(LiveSocket.id(message)).isEqualTo(id);

      author.delete("/api/v1/statuses/" + id);
      assertThat(socket.next().path("event").asText()).isEqualTo("delete");
    }
  }

  @Test
  void filter_standsInThePayload() {
    as("follower")
        .json(
            "POST",
            "/api/v2/filters",
            Map.of(
                "title",
                "no spoilers",
                "context",
                List.of("home"),
                "keywords_attributes",
                List.of(Map.of("keyword", "butler"))));
    try (LiveSocket filtering = LiveSocket.open(SERVER, token("follower"), "stream=public");
        LiveSocket other = LiveSocket.open(SERVER, token("stranger"), "stream=public")) {
      filtering.settle();
      other.settle();

      post(author, "it was the butler", "public");

      assertThat(filtering.next("update").at("/filtered/0/filter/title").asText())
          .isEqualTo("no spoilers");
      assertThat(other.next("update").path("filtered")).isEmpty();
    }
  }

  @Test
  void edit_isToldWithTheNewText() {
    String id = post(author, "befroe #edited", "public");
    try (LiveSocket home = LiveSocket.open(SERVER, token("follower"), "stream=user");
        LiveSocket tag = LiveSocket.open(SERVER, token("stranger"), "stream=hashtag&tag=edited")) {
      home.settle();
      tag.settle();

      author.form("PUT", "/api/v1/statuses/" + id, Map.of("status", "before #edited"));

      assertThat(home.next("status.update").path("content").asText()).contains("before");
      assertThat(tag.next("status.update").path("edited_at").isNull()).isFalse();
    }
  }

  @Test
  void delete_isToldToHomesPublicAndTags() {
    try (LiveSocket home = LiveSocket.open(SERVER, token("follower"), "stream=user");
        LiveSocket tag = LiveSocket.open(SERVER, token("stranger"), "stream=hashtag&tag=gone");
        LiveSocket everybody = LiveSocket.open(SERVER, token("stranger"), "stream=public")) {
      home.settle();
      tag.settle();
      everybody.settle();
      String id = post(author, "soon #gone", "public");

      author.delete("/api/v1/statuses/" + id);

      for (LiveSocket socket : List.of(home, tag, everybody)) {
        assertThat(socket.next().path("event").asText()).isEqualTo("update");
        JsonNode gone = socket.next();
        assertThat(gone.path("event").asText()).isEqualTo("delete");
        assertThat(gone.path("payload").asText()).isEqualTo(id);
      }
    }
  }

  /** That a private post is gone is no more a stranger's business than that it was there. */
  @Test
  void delete_ofPrivatePost_isNotToldToStrangers() {
    String id = post(author, "secret #gone", "private");
    try (LiveSocket socket = LiveSocket.open(SERVER, token("stranger"), "")) {
      socket.subscribe("'stream':'user'");
      socket.subscribe("'stream':'public'");
      socket.subscribe("'stream':'hashtag','tag':'gone'");

      author.delete("/api/v1/statuses/" + id);
      String last = post(author, "after", "public");

      assertThat(socket.until(last)).hasSize(1);
    }
  }

  @Test
  void scope_ofTheTokenBoundsTheStreams() {
    String bell = TestTokens.issue(SERVER, "follower", Set.of("read:notifications"));
    String eyes = TestTokens.issue(SERVER, "follower", Set.of("read:statuses"));
    try (LiveSocket onlyBell = LiveSocket.open(SERVER, bell, "stream=user");
        LiveSocket onlyEyes = LiveSocket.open(SERVER, eyes, "stream=user:notification")) {
      assertThat(onlyBell.next().path("status").asInt()).isEqualTo(403);
      assertThat(onlyEyes.next().path("status").asInt()).isEqualTo(403);
      onlyBell.subscribe("'stream':'user:notification'");
      onlyEyes.subscribe("'stream':'user'");

      String id = post(author, "@follower hello", "public");

      assertThat(onlyBell.next().path("event").asText()).isEqualTo("notification");
      assertThat(onlyEyes.until(id)).hasSize(1);
      String last = post(author, "bye", "public");
      assertThat(onlyEyes.until(last)).hasSize(1);
    }
  }

  @Test
  void account_withoutReadScopes_isRefused() {
    String writer = TestTokens.issue(SERVER, "follower", Set.of("write"));

    Throwable refused = LiveSocket.refused(LiveSocket.options(SERVER, "access_token=" + writer));

    assertThat(((UpgradeRejectedException) refused).getStatus()).isEqualTo(403);
  }
}
