package org.flashcrowd.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.flashcrowd.testing.TestTokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Server-sent events, as toot and scripts with curl read them. */
class EventStreamIT {
  private static final TestServer SERVER =
      TestServer.start(
          Map.of("FLASHCROWD_STREAMING_HEARTBEAT", "1s", "FLASHCROWD_HTTP_IDLE_TIMEOUT", "2s"));
  private static final String ALICE = SERVER.signUp("alice");

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static ApiClient alice() {
    return SERVER.client().as(ALICE);
  }

  private static String post(String text) {
    return alice().post("/api/v1/statuses", Map.of("status", text)).json().path("id").asText();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user",
        "user/",
        "public",
        "public/local",
        "hashtag?tag=dawn",
        "hashtag/local?tag=dawn"
      })
  void stream_tellsOfPost(String path) {
    try (EventStream stream = EventStream.open(SERVER, ALICE, path)) {
      assertThat(stream.status()).isEqualTo("HTTP/1.1 200 OK");
      assertThat(stream.header("content-type")).isEqualTo("text/event-stream");
      assertThat(stream.header("cache-control")).isEqualTo("private, no-store");
      // A browser offers gzip; deflated, the events would wait in the compressor.
      assertThat(stream.header("content-encoding")).isIn("", "identity");
      assertThat(stream.header("access-control-allow-origin")).isEqualTo("*");
      stream.next(":)");

      String id = post("at #dawn");

      assertThat(stream.next("event: ")).isEqualTo("update");
      assertThat(stream.next("data: ")).startsWith("{\"id\":\"" + id + "\"");
    }
  }

  @Test
  void onlyMedia_leavesOutTextAndRemote() {
    try (EventStream media = EventStream.open(SERVER, ALICE, "public?only_media=true");
        EventStream same = EventStream.open(SERVER, ALICE, "public/media");
        EventStream remote = EventStream.open(SERVER, ALICE, "public/remote")) {
      media.next(":)");
      same.next(":)");
      remote.next(":)");

      post("only words");

      // What comes next is a sign of life and not the post.
      media.next(":thump");
      same.next(":thump");
      remote.next(":thump");
    }
  }

  /** Twice as long as a connection may be silent, and longer than a request may take. */
  @Test
  void stream_livesOnItsSignsOfLife() {
    try (EventStream stream = EventStream.open(SERVER, ALICE, "user")) {
      stream.next(":)");
      for (int beat = 0; beat < 4; beat++) {
        stream.next(":thump");
      }

      String id = post("still there?");

      assertThat(stream.next("data: ")).contains(id);
    }
  }

  /** The reference's word for no payload. */
  @Test
  void filtersChanged_hasNoPayload() {
    try (EventStream stream = EventStream.open(SERVER, ALICE, "user")) {
      stream.next(":)");

      alice()
          .json(
              "POST",
              "/api/v2/filters",
              Map.of("title", "x", "context", java.util.List.of("home")));

      assertThat(stream.next("event: ")).isEqualTo("filters_changed");
      assertThat(stream.next("data: ")).isEqualTo("undefined");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "hashtag, 400, Missing tag name parameter",
    "hashtag?tag=, 400, Missing tag name parameter",
    "list, 400, Missing list name parameter",
    "list?list=1, 404, Record not found",
    "list?list=x, 404, Record not found",
    "nonsense, 400, Unknown channel requested",
    "user/nonsense, 400, Unknown channel requested"
  })
  void stream_wrong_isRefused(String path, int status, String error) {
    ApiClient.Answer answer = alice().get("/api/v1/streaming/" + path);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().path("error").asText()).isEqualTo(error);
  }

  @ParameterizedTest
  @ValueSource(strings = {"user", "user/notification", "public", "hashtag?tag=x", "direct"})
  void stream_withoutTokenOrScope_isRefused(String path) {
    String writer = TestTokens.issue(SERVER, "alice", Set.of("write"));

    assertThat(SERVER.client().get("/api/v1/streaming/" + path).status()).isEqualTo(401);
    assertThat(SERVER.client().as(writer).get("/api/v1/streaming/" + path).status()).isEqualTo(403);
  }

  @Test
  void health_isOk() {
    ApiClient.Answer answer = SERVER.client().get("/api/v1/streaming/health");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("OK");
    assertThat(answer.header("Content-Type")).startsWith("text/plain");
  }
}
