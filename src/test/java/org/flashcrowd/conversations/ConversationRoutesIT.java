package org.flashcrowd.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.live.Live;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.Plans;
import org.flashcrowd.testing.Queue;
import org.flashcrowd.testing.TestRedis;
import org.flashcrowd.testing.TestServer;
import org.flashcrowd.testing.TestStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class ConversationRoutesIT {
  private static final String PATH = "/api/v1/conversations";

  /** Somebody and their name. */
  private record Person(ApiClient client, String name, String id) {}

  private static TestServer server;
  private static int names;
  private Person alice;
  private Person bob;
  private Person carol;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void people() {
    alice = somebody();
    bob = somebody();
    carol = somebody();
  }

  private static Person somebody() {
    String name = "talker" + ++names;
    ApiClient client = server.client().as(server.signUp(name));
    String id = client.get("/api/v1/accounts/verify_credentials").json().get("id").asText();
    return new Person(client, name, id);
  }

  private static String direct(Person from, String text, String... inReplyTo) {
    Map<String, String> form = new HashMap<>(Map.of("status", text, "visibility", "direct"));
    if (inReplyTo.length > 0) {
      form.put("in_reply_to_id", inReplyTo[0]);
    }
    ApiClient.Answer answer = from.client().post("/api/v1/statuses", form);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().get("id").asText();
  }

  private static JsonNode list(Person reader, String query) {
    Queue.settle(server);
    ApiClient.Answer answer = reader.client().get(PATH + query);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static List<String> lasts(Person reader) {
    List<String> lasts = new ArrayList<>();
    list(reader, "").forEach(one -> lasts.add(one.get("last_status").get("id").asText()));
    return lasts;
  }

  private static List<String> accounts(JsonNode conversation) {
    List<String> accounts = new ArrayList<>();
    conversation.get("accounts").forEach(one -> accounts.add(one.get("id").asText()));
    return accounts;
  }

  @Test
  void page_directPost_isAConversationOfEveryoneInIt() {
    String post = direct(alice, "psst @" + bob.name() + " @" + carol.name());

    JsonNode mine = list(alice, "").get(0);
    JsonNode theirs = list(bob, "").get(0);

    assertThat(mine.get("unread").asBoolean()).isFalse();
    assertThat(accounts(mine)).containsExactly(bob.id(), carol.id());
    assertThat(theirs.get("unread").asBoolean()).isTrue();
    assertThat(accounts(theirs)).containsExactlyInAnyOrder(alice.id(), carol.id());
    assertThat(theirs.get("last_status").get("id").asText()).isEqualTo(post);
    assertThat(mine.get("id")).isNotEqualTo(theirs.get("id"));
    assertThat(list(somebody(), "")).isEmpty();
  }

  @Test
  void page_answer_staysInTheConversationAndRaisesIt() {
    String first = direct(alice, "psst @" + bob.name());
    String other = direct(carol, "hello @" + alice.name());
    assertThat(lasts(alice)).containsExactly(other, first);

    String answer = direct(bob, "what? @" + alice.name(), first);

    assertThat(lasts(alice)).containsExactly(answer, other);
    assertThat(list(alice, "").get(0).get("unread").asBoolean()).isTrue();
    assertThat(list(bob, "").get(0).get("unread").asBoolean()).isFalse();
  }

  /** As in the reference: for whoever is new to the post, while the others keep what they have. */
  @Test
  void page_mentionThatComesWithAnEdit_isAConversationOfWhomItNames() {
    String post = direct(alice, "psst @" + bob.name());
    assertThat(list(bob, "")).hasSize(1);
    bob.client().post(PATH + "/" + list(bob, "").get(0).get("id").asText() + "/read");

    edit(post, "psst @" + bob.name() + " @" + carol.name());

    JsonNode hers = list(carol, "");
    assertThat(hers).hasSize(1);
    assertThat(hers.get(0).get("unread").asBoolean()).isTrue();
    assertThat(hers.get(0).get("last_status").get("id").asText()).isEqualTo(post);
    assertThat(accounts(hers.get(0))).containsExactlyInAnyOrder(alice.id(), bob.id());
    assertThat(list(alice, "")).hasSize(1);
    assertThat(list(bob, "")).hasSize(1);
    assertThat(list(bob, "").get(0).get("unread").asBoolean()).isFalse();

    edit(post, "never mind @" + bob.name() + " @" + carol.name());
    assertThat(list(carol, "")).hasSize(1);
    assertThat(list(bob, "").get(0).get("unread").asBoolean()).isFalse();
  }

  private void edit(String post, String text) {
    ApiClient.Answer edited =
        alice.client().form("PUT", "/api/v1/statuses/" + post, Map.of("status", text));
    assertThat(edited.status()).as(edited.text()).isEqualTo(200);
  }

  @Test
  void page_publicPost_isNone() {
    alice.client().post("/api/v1/statuses", Map.of("status", "hello @" + bob.name()));

    assertThat(list(bob, "")).isEmpty();
  }

  /** Elk and Ice Cubes show the first of the accounts. */
  @Test
  void page_toOneself_namesOneself() {
    direct(alice, "remember the milk");

    assertThat(accounts(list(alice, "").get(0))).containsExactly(alice.id());
  }

  @Test
  void page_deletedPost_givesWayToTheOneBefore() {
    String first = direct(alice, "psst @" + bob.name());
    String second = direct(alice, "again @" + bob.name(), first);
    assertThat(lasts(bob)).containsExactly(second);

    alice.client().delete("/api/v1/statuses/" + second);
    assertThat(lasts(bob)).containsExactly(first);
    alice.client().delete("/api/v1/statuses/" + first);

    assertThat(lasts(bob)).isEmpty();
    assertThat(lasts(alice)).isEmpty();
  }

  @Test
  void page_blocked_isSilent() {
    direct(alice, "psst @" + bob.name());
    assertThat(list(bob, "")).hasSize(1);

    bob.client().post("/api/v1/accounts/" + alice.id() + "/block");
    assertThat(list(bob, "")).isEmpty();
    direct(alice, "hello? @" + bob.name());
    assertThat(list(bob, "")).isEmpty();
    bob.client().post("/api/v1/accounts/" + alice.id() + "/unblock");

    assertThat(list(bob, "")).hasSize(1);
  }

  @Test
  void page_cursors_areTheLastPosts() {
    String first = direct(bob, "one @" + alice.name());
    String second = direct(carol, "two @" + alice.name());

    assertThat(list(alice, "?limit=1").get(0).get("last_status").get("id").asText())
        .isEqualTo(second);
    assertThat(alice.client().get(PATH + "?limit=1").header("Link"))
        .contains("max_id=" + second)
        .contains("min_id=" + second);
    assertThat(list(alice, "?max_id=" + second)).hasSize(1);
    assertThat(list(alice, "?min_id=" + first)).hasSize(1);
    assertThat(list(alice, "?since_id=" + second)).isEmpty();
  }

  @Test
  void readAndRemove_own_areDone() {
    String post = direct(alice, "psst @" + bob.name());
    String path = PATH + "/" + list(bob, "").get(0).get("id").asText();

    assertThat(alice.client().post(path + "/read").status()).isEqualTo(404);
    assertThat(alice.client().delete(path).status()).isEqualTo(404);
    JsonNode read = bob.client().post(path + "/read").json();
    assertThat(read.get("unread").asBoolean()).isFalse();
    assertThat(list(bob, "").get(0)).isEqualTo(read);

    assertThat(bob.client().delete(path).json()).isEmpty();
    assertThat(list(bob, "")).isEmpty();
    assertThat(bob.client().delete(path).status()).isEqualTo(404);
    assertThat(bob.client().post(path + "/read").status()).isEqualTo(404);
    direct(alice, "still there? @" + bob.name(), post);
    assertThat(list(bob, "")).hasSize(1);
  }

  @Test
  void directPost_isSaidLive() throws InterruptedException {
    Vertx vertx = Vertx.vertx();
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    Redis client = Redis.createClient(vertx, TestRedis.uri());
    RedisConnection listener = TestStore.await(client.connect());
    listener.handler(message -> heard.add(message.toString()));
    TestStore.await(
        listener
            .send(
                Request.cmd(Command.PSUBSCRIBE)
                    .arg("flashcrowd:live:*" + Live.account(Long.parseLong(bob.id()))))
            .mapEmpty());

    direct(alice, "psst @" + bob.name());
    String id = list(bob, "").get(0).get("id").asText();

    String message = "";
    while (!message.contains("\"conversation\"")) {
      String next = heard.poll(10, TimeUnit.SECONDS);
      assertThat(next).as("said within ten seconds").isNotNull();
      message = String.valueOf(next);
    }
    assertThat(message).contains(id);
    TestStore.await(vertx.close());
  }

  @Test
  void page_plan_staysOnIndexes() throws SQLException {
    String plan =
        Plans.of(
            server.services().database().value(),
            ConversationRepository.PAGE.downwards(),
            Long.MAX_VALUE,
            0,
            20,
            Long.valueOf(alice.id()));

    assertThat(plan).doesNotContain("Seq Scan").contains("conversation_latest");
  }

  @Test
  void routes_badInput_isRefused() {
    assertThat(alice.client().get(PATH + "?max_id=x").status()).isEqualTo(400);
    assertThat(alice.client().delete(PATH + "/x").status()).isEqualTo(404);
    assertThat(alice.client().post(PATH + "/1/read").status()).isEqualTo(404);
  }

  @Test
  void routes_withoutToken_areRefused() {
    assertThat(server.client().get(PATH).status()).isEqualTo(401);
    assertThat(server.client().delete(PATH + "/1").status()).isEqualTo(401);
    assertThat(server.client().post(PATH + "/1/read").status()).isEqualTo(401);
  }
}
