package org.flashcrowd.announcements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flashcrowd.testing.TestServer.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.NodeLease;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.ApiClient.Answer;
import org.flashcrowd.testing.TestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class AnnouncementsIT {
  private static final String PATH = "/api/v1/announcements";

  private TestServer server;
  private ApiClient alice;
  private ApiClient bob;
  private Vertx vertx;
  private Database database;
  private NodeLease lease;
  private AnnouncementAdmin admin;

  @BeforeEach
  void setUp() {
    server = TestServer.start();
    alice = server.client().as(server.signUp("alice"));
    bob = server.client().as(server.signUp("bob"));
    vertx = Vertx.vertx();
    Config config = Config.defaults();
    database =
        Database.open(
            vertx,
            server.services().database().value(),
            config.database(),
            new SimpleMeterRegistry());
    lease = await(NodeLease.claim(vertx, database, "test"));
    admin = new AnnouncementAdmin(vertx, config, database);
  }

  @AfterEach
  void tearDown() {
    lease.release();
    await(vertx.close());
    server.close();
  }

  @Test
  void list_published_showsWhatItNames() {
    String post = bob.post("/api/v1/statuses", Map.of("status", "look")).json().get("url").asText();
    publish("Hello @Alice and @nobody, see #News at " + post, null, null, false);

    JsonNode one = alice.get(PATH).json().get(0);
    assertThat(one.get("content").asText())
        .contains("/@alice\"", "@nobody", "/tags/news\"")
        .doesNotContain("/@nobody");
    assertThat(one.get("mentions").findValuesAsText("acct")).containsExactly("alice");
    assertThat(one.get("statuses").findValuesAsText("url")).containsExactly(post);
    assertThat(one.get("tags").findValuesAsText("name")).containsExactly("news");
    assertThat(one.get("read").asBoolean()).isFalse();
    assertThat(one.get("starts_at").isNull()).isTrue();
    assertThat(server.client().get(PATH).status()).isEqualTo(401);
  }

  @Test
  void list_over_isNotShown() {
    Instant now = Instant.now();
    publish("over", now.minusSeconds(7200), now.minusSeconds(60), false);
    publish("last day", now.minusSeconds(200_000), now.minusSeconds(60), true);
    publish("to come", now.plusSeconds(60), now.plusSeconds(7200), false);

    assertThat(alice.get(PATH).json().findValuesAsText("content"))
        .containsExactly("<p>last day</p>", "<p>to come</p>");
    assertThat(await(admin.list())).hasSize(3);
  }

  @Test
  void dismiss_isOnesOwn() {
    String path = PATH + "/" + publish("news", null, null, false);

    assertThat(alice.post(path + "/dismiss").json().toString()).isEqualTo("{}");
    assertThat(alice.post(path + "/dismiss").status()).isEqualTo(200);
    assertThat(alice.get(PATH).json().at("/0/read").asBoolean()).isTrue();
    assertThat(bob.get(PATH).json().at("/0/read").asBoolean()).isFalse();
    assertThat(alice.post(PATH + "/1/dismiss").status()).isEqualTo(404);
    assertThat(alice.post(PATH + "/x/dismiss").status()).isEqualTo(404);
    assertThat(server.client().post(path + "/dismiss").status()).isEqualTo(401);
  }

  @Test
  void reactions_areCountedOnceForEach() {
    long id = publish("news", null, null, false);

    assertThat(react(alice, "PUT", id, "🤔").json().toString()).isEqualTo("{}");
    assertThat(react(alice, "PUT", id, "🤔").status()).isEqualTo(200);
    react(bob, "PUT", id, "❤️");
    react(bob, "PUT", id, "🤔");
    JsonNode reactions = alice.get(PATH).json().at("/0/reactions");
    assertThat(reactions.findValuesAsText("name")).containsExactly("🤔", "❤️");
    assertThat(reactions.at("/0/count").asInt()).isEqualTo(2);
    assertThat(reactions.at("/0/me").asBoolean()).isTrue();
    assertThat(reactions.at("/1/me").asBoolean()).isFalse();
    assertThat(reactions.at("/0").has("url")).isFalse();

    assertThat(react(bob, "DELETE", id, "❤️").status()).isEqualTo(200);
    assertThat(react(bob, "DELETE", id, "❤️").status()).isEqualTo(404);
    react(bob, "DELETE", id, "🤔");
    assertThat(alice.get(PATH).json().at("/0/reactions")).hasSize(1);
    assertThat(alice.get(PATH).json().at("/0/reactions/0/count").asInt()).isEqualTo(1);
  }

  @Test
  void reactions_badInput_isRefused() {
    long id = publish("news", null, null, false);

    assertThat(react(alice, "PUT", id, "cat").status()).isEqualTo(422);
    assertThat(react(alice, "DELETE", id, "cat").status()).isEqualTo(422);
    assertThat(react(alice, "PUT", 1, "🤔").status()).isEqualTo(404);
    assertThat(react(alice, "DELETE", 1, "🤔").status()).isEqualTo(404);
    assertThat(react(server.client(), "PUT", id, "🤔").status()).isEqualTo(401);
    List<String> eight = List.of("😀", "😁", "😂", "😃", "😄", "😅", "😆", "😇");
    eight.forEach(name -> assertThat(react(alice, "PUT", id, name).status()).isEqualTo(200));
    assertThat(react(alice, "PUT", id, "😈").status()).isEqualTo(422);
    assertThat(react(bob, "PUT", id, "😀").status()).isEqualTo(200);
    react(alice, "DELETE", id, "😁");
    assertThat(react(alice, "PUT", id, "😈").status()).isEqualTo(200);
    assertThat(alice.get(PATH).json().at("/0/reactions")).hasSize(8);
  }

  @Test
  void changes_areToldLive() throws InterruptedException {
    LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    RedisConnection listening =
        await(Redis.createClient(vertx, server.services().redis().value()).connect());
    listening.handler(message -> text(message).forEach(heard::add));
    String database = URI.create(server.services().redis().value()).getPath().substring(1);
    await(
        listening
            .send(
                Request.cmd(Command.SUBSCRIBE)
                    .arg("flashcrowd:live:" + database + ":" + Announcements.CHANNEL))
            .map(subscribed -> true));

    long id = publish("news", null, null, false);
    assertThat(next(heard, id)).contains("\"event\":\"announcement\"");
    react(alice, "PUT", id, "🤔");
    assertThat(next(heard, id))
        .contains("\"event\":\"announcement.reaction\"", "🤔", "\"count\":1");
    await(admin.remove(id));
    assertThat(next(heard, id)).contains("\"event\":\"announcement.delete\"");
    assertThat(alice.get(PATH).json()).isEmpty();
    assertThatThrownBy(() -> await(admin.remove(id))).hasMessageContaining("not found");
    await(listening.close());
  }

  /** Other servers of the test run share the Redis: only what is about this announcement counts. */
  private static String next(LinkedBlockingQueue<String> heard, long id)
      throws InterruptedException {
    String message = heard.poll(10, TimeUnit.SECONDS);
    while (message != null && !message.contains("\"announcement\":" + id)) {
      message = heard.poll(10, TimeUnit.SECONDS);
    }
    return String.valueOf(message);
  }

  private static List<String> text(Response message) {
    List<String> texts = new ArrayList<>();
    if (message.type() == ResponseType.PUSH || message.type() == ResponseType.MULTI) {
      message.forEach(part -> texts.add(part.toString()));
    }
    return texts;
  }

  private long publish(
      String text, @Nullable Instant starts, @Nullable Instant ends, boolean allDay) {
    return await(admin.add(lease.ids(), new NewAnnouncement(text, starts, ends, allDay)));
  }

  private static Answer react(ApiClient client, String method, long id, String name) {
    return client.form(
        method,
        PATH + "/" + id + "/reactions/" + URLEncoder.encode(name, StandardCharsets.UTF_8),
        Map.of());
  }
}
