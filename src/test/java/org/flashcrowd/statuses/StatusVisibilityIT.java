package org.flashcrowd.statuses;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flashcrowd.accounts.Visibility;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.ApiClient.Answer;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who gets to see which post, at every route that could show it. */
@SuppressWarnings("NullAway.Init") // Set up by JUnit.
@Proves(Promise.ONE_VISIBILITY_RULE)
class StatusVisibilityIT {
  /** Who looks, and what of the author's posts they may see; each post mentions MENTIONED. */
  enum Viewer {
    ANYBODY(2),
    STRANGER(2),
    FOLLOWER(3),
    MENTIONED(4),
    AUTHOR(4),
    BLOCKED(0);

    /** How many of public, unlisted, private and direct, in this order. */
    private final int seen;

    Viewer(int seen) {
      this.seen = seen;
    }

    boolean sees(Visibility visibility) {
      return List.of(Visibility.values()).indexOf(visibility) < seen;
    }
  }

  private static final String MISSING = "1";

  private static TestServer server;
  private static final Map<Viewer, ApiClient> clients = new EnumMap<>(Viewer.class);
  private static final Map<Visibility, String> posts = new EnumMap<>(Visibility.class);
  private static String author = "";

  @BeforeAll
  static void setUp() {
    server = TestServer.start();
    for (Viewer viewer : Viewer.values()) {
      String name = viewer.name().toLowerCase(java.util.Locale.ROOT);
      clients.put(
          viewer,
          viewer == Viewer.ANYBODY ? server.client() : server.client().as(server.signUp(name)));
    }
    author = account(Viewer.AUTHOR);
    client(Viewer.FOLLOWER).post("/api/v1/accounts/" + author + "/follow");
    client(Viewer.BLOCKED).post("/api/v1/accounts/" + author + "/follow");
    for (Visibility visibility : Visibility.values()) {
      JsonNode post =
          client(Viewer.AUTHOR)
              .post(
                  "/api/v1/statuses",
                  Map.of("status", "@mentioned " + visibility, "visibility", visibility.wire()))
              .json();
      posts.put(visibility, post.get("id").asText());
    }
    client(Viewer.AUTHOR).post("/api/v1/accounts/" + account(Viewer.BLOCKED) + "/block");
  }

  @AfterAll
  static void tearDown() {
    server.close();
  }

  private static ApiClient client(Viewer viewer) {
    return requireNonNull(clients.get(viewer));
  }

  private static String account(Viewer viewer) {
    return client(viewer).get("/api/v1/accounts/verify_credentials").json().get("id").asText();
  }

  private static String post(Visibility visibility) {
    return requireNonNull(posts.get(visibility));
  }

  static Stream<Arguments> everyCase() {
    return Arrays.stream(Viewer.values())
        .flatMap(
            viewer ->
                Arrays.stream(Visibility.values())
                    .map(visibility -> Arguments.of(viewer, visibility)));
  }

  @ParameterizedTest
  @MethodSource("everyCase")
  void reading_eachRoute_showsWhatTheRuleSays(Viewer viewer, Visibility visibility) {
    for (String route : List.of("", "/context", "/favourited_by", "/reblogged_by", "/source")) {
      boolean needsAccount = route.equals("/source");
      Answer answer = client(viewer).get(path(visibility, route));
      if (needsAccount && viewer == Viewer.ANYBODY) {
        assertThat(answer.status()).isEqualTo(401);
      } else {
        assertSeen(viewer, visibility, answer, client(viewer).get(missing(route)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyCase")
  void lists_eachRoute_showsWhatTheRuleSays(Viewer viewer, Visibility visibility) {
    for (String route :
        List.of(
            "/api/v1/statuses?id[]=" + post(visibility),
            "/api/v1/accounts/" + author + "/statuses")) {
      Answer answer = client(viewer).get(route);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().findValuesAsText("id").contains(post(visibility)))
          .as("%s at %s", viewer, route)
          .isEqualTo(viewer.sees(visibility));
    }
  }

  @ParameterizedTest
  @MethodSource("everyCase")
  void acting_eachRoute_needsSight(Viewer viewer, Visibility visibility) {
    for (String route :
        List.of("/favourite", "/unfavourite", "/bookmark", "/unbookmark", "/unreblog")) {
      Answer answer = client(viewer).post(path(visibility, route));
      if (viewer == Viewer.ANYBODY) {
        assertThat(answer.status()).isEqualTo(401);
      } else {
        assertSeen(viewer, visibility, answer, client(viewer).post(missing(route)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyCase")
  void replying_needsSight(Viewer viewer, Visibility visibility) {
    Answer answer = reply(viewer, post(visibility));
    if (viewer == Viewer.ANYBODY) {
      assertThat(answer.status()).isEqualTo(401);
    } else {
      assertSeen(viewer, visibility, answer, reply(viewer, MISSING));
    }
  }

  private static Answer reply(Viewer viewer, String to) {
    return client(viewer)
        .post(
            "/api/v1/statuses",
            Map.of("status", "answer", "visibility", "direct", "in_reply_to_id", to));
  }

  @ParameterizedTest
  @MethodSource("everyCase")
  void boosting_needsSightAndLeave(Viewer viewer, Visibility visibility) {
    Answer answer = client(viewer).post(path(visibility, "/reblog"));
    boolean open = visibility == Visibility.PUBLIC || visibility == Visibility.UNLISTED;
    boolean own = viewer == Viewer.AUTHOR && visibility == Visibility.PRIVATE;
    int expected =
        viewer == Viewer.ANYBODY ? 401 : !viewer.sees(visibility) ? 404 : open || own ? 200 : 422;
    assertThat(answer.status()).as("%s %s", viewer, visibility).isEqualTo(expected);
    if (expected == 200) {
      assertThat(client(viewer).post(path(visibility, "/unreblog")).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @MethodSource("everyCase")
  void deleting_isForTheAuthorAlone(Viewer viewer, Visibility visibility) {
    if (viewer == Viewer.AUTHOR) {
      return;
    }
    Answer answer = client(viewer).delete(path(visibility, ""));
    assertThat(answer.status()).isEqualTo(viewer == Viewer.ANYBODY ? 401 : 404);
    if (viewer != Viewer.ANYBODY) {
      assertThat(answer.text()).isEqualTo(client(viewer).delete(missing("")).text());
    }
  }

  @Test
  void lists_postThatWasHiddenSince_isLeftOut() {
    ApiClient fan = server.client().as(server.signUp("fan"));
    String id = post(Visibility.PUBLIC);
    fan.post("/api/v1/statuses/" + id + "/favourite");
    fan.post("/api/v1/statuses/" + id + "/bookmark");
    fan.post("/api/v1/statuses/" + id + "/reblog");
    String fanId = fan.get("/api/v1/accounts/verify_credentials").json().get("id").asText();
    assertThat(fan.get("/api/v1/favourites").json()).hasSize(1);
    assertThat(server.client().get(path(Visibility.PUBLIC, "/favourited_by")).text())
        .contains("\"" + fanId + "\"");
    client(Viewer.AUTHOR).post("/api/v1/accounts/" + fanId + "/block");
    assertThat(fan.get("/api/v1/favourites").json()).isEmpty();
    assertThat(fan.get("/api/v1/bookmarks").json()).isEmpty();
    assertThat(fan.get("/api/v1/accounts/" + fanId + "/statuses").json()).isEmpty();
  }

  @Test
  void context_hiddenAnswer_isLeftOutWithWhatIsBelow() {
    String top = post(Visibility.UNLISTED);
    String hidden =
        client(Viewer.MENTIONED)
            .post(
                "/api/v1/statuses",
                Map.of("status", "hush", "visibility", "private", "in_reply_to_id", top))
            .json()
            .get("id")
            .asText();
    String below =
        client(Viewer.MENTIONED)
            .post("/api/v1/statuses", Map.of("status", "more", "in_reply_to_id", hidden))
            .json()
            .get("id")
            .asText();
    assertThat(ids(client(Viewer.STRANGER), top)).doesNotContain(hidden, below);
    assertThat(ids(client(Viewer.MENTIONED), top)).contains(hidden, below);
    JsonNode above = client(Viewer.STRANGER).get("/api/v1/statuses/" + below + "/context").json();
    assertThat(above.get("ancestors").findValuesAsText("id")).contains(top).doesNotContain(hidden);
  }

  private static List<String> ids(ApiClient client, String id) {
    return client
        .get("/api/v1/statuses/" + id + "/context")
        .json()
        .get("descendants")
        .findValuesAsText("id");
  }

  private static void assertSeen(
      Viewer viewer, Visibility visibility, Answer answer, Answer missing) {
    assertThat(missing.status()).isEqualTo(404);
    if (viewer.sees(visibility)) {
      assertThat(answer.status()).as("%s %s", viewer, visibility).isEqualTo(200);
    } else {
      assertThat(answer.status()).as("%s %s", viewer, visibility).isEqualTo(404);
      assertThat(answer.text()).isEqualTo(missing.text());
    }
  }

  private static String path(Visibility visibility, String route) {
    return "/api/v1/statuses/" + post(visibility) + route;
  }

  private static String missing(String route) {
    return "/api/v1/statuses/" + MISSING + route;
  }
}
