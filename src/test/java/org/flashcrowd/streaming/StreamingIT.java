package org.flashcrowd.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.List;
import java.util.Map;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The WebSocket: how apps get onto it, what they say and what they are told. */
class StreamingIT {
  private static final TestServer SERVER = TestServer.start();
  private static final String ALICE = SERVER.signUp("alice");
  private static final String BOB = SERVER.signUp("bob");

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static ApiClient alice() {
    return SERVER.client().as(ALICE);
  }

  private static String post(String text) {
    return post(alice(), text);
  }

  private static String post(ApiClient author, String text) {
    return author.post("/api/v1/statuses", Map.of("status", text)).json().path("id").asText();
  }

  @Test
  void webSocket_subscribed_isToldOfOwnPost() {
    try (LiveSocket socket = LiveSocket.open(SERVER, ALICE, "")) {
      socket.subscribe("'stream':'user'");

      String id = post("hello");

      JsonNode message = socket.next();
      assertThat(message.path("stream")).extracting(JsonNode::asText).containsExactly("user");
      assertThat(message.path("event").asText()).isEqualTo("update");
      assertThat(LiveSocket.id(message)).isEqualTo(id);
    }
  }

  @Test
  void webSocket_streamInTheAddress_isListenedToFromTheStart() {
    try (LiveSocket socket = LiveSocket.open(SERVER, BOB, "stream=hashtag&tag=%23Dawn")) {
      socket.settle();

      post("no tag");
      String id = post("at #dawn");

      JsonNode message = socket.next();
      assertThat(message.path("stream"))
          .extracting(JsonNode::asText)
          .containsExactly("hashtag", "Dawn");
      assertThat(LiveSocket.id(message)).isEqualTo(id);
    }
  }

  @Test
  void payload_isAsInRest() {
    try (LiveSocket socket = LiveSocket.open(SERVER, BOB, "")) {
      socket.subscribe("'stream':'public'");

      String id = post("the same #everywhere");

      assertThat(socket.next("update"))
          .isEqualTo(SERVER.client().as(BOB).get("/api/v1/statuses/" + id).json());
    }
  }

  @Test
  void webSocket_manyStreams_eachTellsForItself() {
    try (LiveSocket socket = LiveSocket.open(SERVER, ALICE, "")) {
      socket.subscribe("'stream':'user'");
      socket.subscribe("'stream':'public'");
      socket.subscribe("'stream':'public:local'");
      socket.subscribe("'stream':'public:remote'");
      socket.subscribe("'stream':'public:media'");
      socket.subscribe("'stream':'hashtag:local','tag':'dusk'");

      post("at #dusk");

      List<String> streams =
          List.of(socket.next(), socket.next(), socket.next(), socket.next()).stream()
              .map(message -> message.path("stream").path(0).asText())
              .toList();
      assertThat(streams)
          .containsExactlyInAnyOrder("user", "public", "public:local", "hashtag:local");
    }
  }

  @Test
  void webSocket_subscribedTwice_isToldOnce() {
    try (LiveSocket socket = LiveSocket.open(SERVER, ALICE, "stream=user")) {
      socket.subscribe("'stream':'user'");

      String first = post("once");
      String second = post("and again");

      assertThat(LiveSocket.id(socket.next())).isEqualTo(first);
      assertThat(LiveSocket.id(socket.next())).isEqualTo(second);
    }
  }

  @Test
  void unsubscribe_endsOneStreamAndNoOther() {
    try (LiveSocket socket = LiveSocket.open(SERVER, ALICE, "")) {
      socket.subscribe("'stream':'public'");
      socket.subscribe("'stream':'hashtag','tag':'noon'");
      socket.send("{\"type\":\"unsubscribe\",\"stream\":\"public\"}");
      socket.send("{\"type\":\"unsubscribe\",\"stream\":\"direct\"}");
      socket.settle();

      post("not any more");
      String id = post("but at #noon");

      JsonNode message = socket.next();
      assertThat(LiveSocket.id(message)).isEqualTo(id);
      assertThat(message.path("stream").path(0).asText()).isEqualTo("hashtag");
    }
  }

  /** Clients make all of these (an empty tag is Ice Cubes'), and go on with the same socket. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'subscribe','stream':'hashtag','tag':''} | 400 | Missing tag name parameter",
        "{'type':'subscribe','stream':'hashtag','tag':'#'} | 400 | Missing tag name parameter",
        "{'type':'subscribe','stream':'hashtag:local'} | 400 | Missing tag name parameter",
        "{'type':'subscribe','stream':'hashtag','tag':['x']} | 400 | Missing tag name parameter",
        "{'type':'subscribe','stream':'list'} | 400 | Missing list name parameter",
        "{'type':'subscribe','stream':'list','list':'x'} | 404 | Record not found",
        "{'type':'subscribe','stream':'list','list':1} | 404 | Record not found",
        "{'type':'subscribe','stream':'list','list':'99999999999999999999'} | 404 | Record not"
            + " found",
        "{'type':'subscribe','stream':'nonsense'} | 400 | Unknown stream type",
        "{'type':'subscribe'} | 400 | Unknown stream type",
        "{'type':'unsubscribe','stream':'nonsense'} | 400 | Unknown stream type",
        "{'type':'dance'} | 400 | Unknown message type",
        "{} | 400 | Unknown message type",
        "[] | 400 | Unknown message type",
        "7 | 400 | Unknown message type",
        "not json | 400 | The message is not JSON"
      })
  void subscribe_wrong_isToldAndTheSocketStaysOpen(String message, int status, String error) {
    try (LiveSocket socket = LiveSocket.open(SERVER, BOB, "")) {
      socket.send(message.replace('\'', '"'));

      JsonNode answer = socket.next();
      assertThat(answer.path("status").asInt()).isEqualTo(status);
      assertThat(answer.path("error").asText()).isEqualTo(error);
      socket.subscribe("'stream':'public'");
      String id = post("still here");
      assertThat(LiveSocket.id(socket.next())).isEqualTo(id);
    }
  }

  @Test
  void subscribe_wrongInTheAddress_isToldOnTheSocket() {
    try (LiveSocket socket = LiveSocket.open(SERVER, BOB, "stream=hashtag&tag=")) {
      assertThat(socket.next().path("status").asInt()).isEqualTo(400);
      socket.settle();
    }
  }

  @Test
  void subscribe_somebodyElsesList_isAsOneThatIsNotThere() {
    String list = alice().post("/api/v1/lists", Map.of("title", "mine")).json().path("id").asText();
    try (LiveSocket socket = LiveSocket.open(SERVER, BOB, "stream=list&list=" + list)) {
      assertThat(socket.next().toString())
          .isEqualTo("{\"error\":\"Record not found\",\"status\":404}");
    }
  }

  /** Ice Cubes and masto.js send the token so; a browser closes what does not echo it. */
  @ParameterizedTest
  @ValueSource(strings = {"", "/"})
  void token_offeredAsSubProtocol_isTakenAndEchoed(String slash) {
    WebSocketConnectOptions options = LiveSocket.options(SERVER, "");
    options.setURI("/api/v1/streaming" + slash).addSubProtocol(ALICE);

    try (LiveSocket socket = LiveSocket.open(options)) {
      assertThat(socket.socket().subProtocol()).isEqualTo(ALICE);
      socket.subscribe("'stream':'user'");
      String id = post("by sub-protocol");
      assertThat(LiveSocket.id(socket.next())).isEqualTo(id);
    }
  }

  /** Phanpy and older versions of Elk put it into the address. */
  @Test
  void token_inTheQuery_isTaken() {
    try (LiveSocket socket =
        LiveSocket.open(LiveSocket.options(SERVER, "access_token=" + ALICE + "&stream=user"))) {
      socket.settle();
      String id = post("by query");
      assertThat(LiveSocket.id(socket.next())).isEqualTo(id);
    }
  }

  @Test
  void token_missingOrWrong_isRefused() {
    assertThat(status(LiveSocket.options(SERVER, "stream=public"))).isEqualTo(401);
    assertThat(status(LiveSocket.options(SERVER, "access_token=nonsense"))).isEqualTo(401);
    assertThat(status(LiveSocket.options(SERVER, "").addSubProtocol("nonsense"))).isEqualTo(401);
  }

  private static int status(WebSocketConnectOptions options) {
    Throwable refused = LiveSocket.refused(options);
    assertThat(refused).isInstanceOf(UpgradeRejectedException.class);
    return ((UpgradeRejectedException) refused).getStatus();
  }

  /** Apps ask so where streams are; 404 says: here. */
  @Test
  void address_askedWithoutUpgrade_isNotFound() {
    assertThat(SERVER.client().get("/api/v1/streaming").status()).isEqualTo(404);
    assertThat(alice().get("/api/v1/streaming/").status()).isEqualTo(404);
  }

  @Test
  void instance_namesTheStreamingHost() {
    String url =
        SERVER.client().get("/api/v2/instance").json().at("/configuration/urls/streaming").asText();

    assertThat(url).startsWith("ws://localhost:").doesNotEndWith("/");
  }

  @Test
  void delete_isToldWithTheBareId() {
    try (LiveSocket socket = LiveSocket.open(SERVER, ALICE, "stream=user")) {
      socket.settle();
      String id = post("gone soon");
      assertThat(LiveSocket.id(socket.next())).isEqualTo(id);

      alice().delete("/api/v1/statuses/" + id);

      JsonNode message = socket.next();
      assertThat(message.path("event").asText()).isEqualTo("delete");
      assertThat(message.path("payload").isTextual()).isTrue();
      assertThat(message.path("payload").asText()).isEqualTo(id);
    }
  }

  @Test
  void notification_isToldOnItsStreams() {
    try (LiveSocket user = LiveSocket.open(SERVER, BOB, "stream=user");
        LiveSocket bell = LiveSocket.open(SERVER, BOB, "stream=user:notification")) {
      user.settle();
      bell.settle();

      post("@bob look");

      JsonNode payload = bell.next("notification");
      assertThat(payload.path("type").asText()).isEqualTo("mention");
      assertThat(payload.at("/status/account/username").asText()).isEqualTo("alice");
      assertThat(user.next("notification")).isEqualTo(payload);
    }
  }

  /** Elk and Phanpy move a conversation to the top of their list by it. */
  @Test
  void conversation_isToldToWhomADirectPostIsFor() {
    try (LiveSocket direct = LiveSocket.open(SERVER, BOB, "stream=direct")) {
      direct.settle();

      String id =
          alice()
              .post("/api/v1/statuses", Map.of("status", "@bob psst", "visibility", "direct"))
              .json()
              .path("id")
              .asText();

      JsonNode payload = direct.next("conversation");
      assertThat(payload.at("/last_status/id").asText()).isEqualTo(id);
      assertThat(payload.at("/accounts/0/username").asText()).isEqualTo("alice");
      assertThat(payload.path("unread").asBoolean()).isTrue();
    }
  }

  /** The reference leaves the payload out; clients that read one would read "undefined". */
  @Test
  void filtersChanged_isToldWithoutPayload() {
    try (LiveSocket socket = LiveSocket.open(SERVER, BOB, "stream=user")) {
      socket.settle();

      SERVER
          .client()
          .as(BOB)
          .json("POST", "/api/v2/filters", Map.of("title", "x", "context", List.of("home")));

      assertThat(socket.next().toString())
          .isEqualTo("{\"stream\":[\"user\"],\"event\":\"filters_changed\"}");
    }
  }
}
