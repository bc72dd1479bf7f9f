package org.flashcrowd.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flashcrowd.db.Jdbc;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.Queue;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class NotificationRoutesIT {
  private static TestServer server;
  private static int names;
  private ApiClient alice;
  private String aliceName;
  private ApiClient bob;

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
    aliceName = "person" + ++names;
    alice = server.client().as(server.signUp(aliceName));
    bob = somebody();
  }

  private static ApiClient somebody() {
    return server.client().as(server.signUp("person" + ++names));
  }

  private static String id(ApiClient client) {
    return client.get("/api/v1/accounts/verify_credentials").json().get("id").asText();
  }

  private static String post(ApiClient client, String text) {
    return client.post("/api/v1/statuses", Map.of("status", text)).json().get("id").asText();
  }

  private static JsonNode list(ApiClient client, String query) {
    Queue.settle(server);
    ApiClient.Answer answer = client.get("/api/v1/notifications" + query);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static List<String> types(ApiClient client) {
    return types(client, "");
  }

  private static List<String> types(ApiClient client, String query) {
    List<String> types = new ArrayList<>();
    list(client, query).forEach(one -> types.add(one.get("type").asText()));
    return types;
  }

  private static void act(ApiClient client, String path) {
    ApiClient.Answer answer = client.post(path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  @Test
  void page_whatOthersDid_isListedNewestFirst() {
    String photo = post(alice, "a photo");
    act(bob, "/api/v1/accounts/" + id(alice) + "/follow");
    Queue.settle(server);
    act(bob, "/api/v1/statuses/" + photo + "/favourite");
    Queue.settle(server);
    act(bob, "/api/v1/statuses/" + photo + "/reblog");
    Queue.settle(server);
    String mention = post(bob, "hello @" + aliceName);

    JsonNode listed = list(alice, "");

    assertThat(types(alice)).containsExactly("mention", "reblog", "favourite", "follow");
    assertThat(listed.get(0).get("status").get("id").asText()).isEqualTo(mention);
    assertThat(listed.get(1).get("status").get("id").asText()).isEqualTo(photo);
    assertThat(listed.get(2).get("status").get("id").asText()).isEqualTo(photo);
    assertThat(listed.get(2).get("account").get("id").asText()).isEqualTo(id(bob));
    assertThat(listed.get(2).get("notifications_count").asInt()).isEqualTo(1);
    assertThat(listed.get(3).has("status")).isFalse();
    assertThat(types(bob)).isEmpty();
  }

  @Test
  void page_ownDeeds_areNotTold() {
    String photo = post(alice, "mine, says @" + aliceName);
    act(alice, "/api/v1/statuses/" + photo + "/favourite");
    act(alice, "/api/v1/statuses/" + photo + "/reblog");

    assertThat(types(alice)).isEmpty();
  }

  @Test
  void page_undone_leavesTheListAndIsNotToldAgain() {
    String photo = post(alice, "a photo");
    act(bob, "/api/v1/statuses/" + photo + "/favourite");
    act(bob, "/api/v1/accounts/" + id(alice) + "/follow");
    assertThat(types(alice)).hasSize(2);

    act(bob, "/api/v1/statuses/" + photo + "/unfavourite");
    act(bob, "/api/v1/accounts/" + id(alice) + "/unfollow");
    assertThat(types(alice)).isEmpty();

    act(bob, "/api/v1/statuses/" + photo + "/favourite");
    assertThat(types(alice)).containsExactly("favourite");
    alice.delete("/api/v1/statuses/" + photo);
    assertThat(types(alice)).isEmpty();
  }

  @Test
  void page_blockedOrMuted_isSilent() {
    String photo = post(alice, "a photo");
    ApiClient carol = somebody();
    act(carol, "/api/v1/statuses/" + photo + "/favourite");
    assertThat(types(alice)).hasSize(1);
    act(alice, "/api/v1/accounts/" + id(carol) + "/block");
    assertThat(types(alice)).isEmpty();

    act(alice, "/api/v1/accounts/" + id(bob) + "/mute");
    act(bob, "/api/v1/statuses/" + photo + "/favourite");
    assertThat(types(alice)).isEmpty();
  }

  @Test
  void page_lockedAccount_isAskedAndTheAnswerEndsIt() {
    alice.form("PATCH", "/api/v1/accounts/update_credentials", Map.of("locked", "true"));
    act(bob, "/api/v1/accounts/" + id(alice) + "/follow");
    assertThat(types(alice)).containsExactly("follow_request");

    act(alice, "/api/v1/follow_requests/" + id(bob) + "/authorize");

    assertThat(types(alice)).containsExactly("follow");
  }

  @Test
  void page_subscriber_hearsOfPostsButNotOfBoosts() {
    bob.post("/api/v1/accounts/" + id(alice) + "/follow", Map.of("notify", "true"));
    Queue.settle(server);
    String photo = post(alice, "a photo");
    String others = post(somebody(), "somebody else's");
    act(alice, "/api/v1/statuses/" + others + "/reblog");

    JsonNode listed = list(bob, "");

    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).get("type").asText()).isEqualTo("status");
    assertThat(listed.get(0).get("status").get("id").asText()).isEqualTo(photo);
  }

  @Test
  void page_filters_narrowDown() {
    String photo = post(alice, "a photo");
    act(bob, "/api/v1/accounts/" + id(alice) + "/follow");
    act(bob, "/api/v1/statuses/" + photo + "/favourite");
    ApiClient carol = somebody();
    act(carol, "/api/v1/statuses/" + photo + "/favourite");

    assertThat(types(alice, "?types[]=follow")).containsExactly("follow");
    assertThat(types(alice, "?exclude_types[]=follow")).containsExactly("favourite", "favourite");
    assertThat(types(alice, "?types[]=poll")).isEmpty();
    assertThat(types(alice, "?account_id=" + id(carol))).containsExactly("favourite");
    assertThat(types(alice, "?limit=1")).hasSize(1);
    String newest = list(alice, "").get(0).get("id").asText();
    assertThat(types(alice, "?max_id=" + newest)).hasSize(2);
    assertThat(types(alice, "?since_id=" + newest)).isEmpty();
    assertThat(alice.get("/api/v1/notifications").header("Link")).contains("min_id=" + newest);
  }

  @Test
  void one_dismissAndClear_removeThem() {
    String photo = post(alice, "a photo");
    act(bob, "/api/v1/statuses/" + photo + "/favourite");
    act(bob, "/api/v1/accounts/" + id(alice) + "/follow");
    JsonNode listed = list(alice, "");
    String first = "/api/v1/notifications/" + listed.get(0).get("id").asText();

    assertThat(alice.get(first).json()).isEqualTo(listed.get(0));
    assertThat(bob.get(first).status()).isEqualTo(404);
    assertThat(bob.post(first + "/dismiss").status()).isEqualTo(404);
    act(alice, first + "/dismiss");
    assertThat(alice.get(first).status()).isEqualTo(404);
    assertThat(types(alice)).hasSize(1);
    act(alice, "/api/v1/notifications/clear");
    assertThat(types(alice)).isEmpty();
  }

  @Test
  void dismissed_moreOfTheSame_doNotBringItBack() {
    String photo = post(alice, "a photo");
    ApiClient carol = somebody();
    ApiClient dora = somebody();
    act(bob, "/api/v1/statuses/" + photo + "/favourite");
    String first = list(alice, "").get(0).get("id").asText();
    act(alice, "/api/v1/notifications/" + first + "/dismiss");

    act(carol, "/api/v1/statuses/" + photo + "/favourite");
    assertThat(from(alice)).containsExactly(id(carol));
    act(alice, "/api/v1/notifications/clear");
    act(dora, "/api/v1/statuses/" + photo + "/favourite");

    assertThat(from(alice)).containsExactly(id(dora));
    assertThat(alice.post("/api/v1/notifications/" + first + "/dismiss").status()).isEqualTo(404);
  }

  private static List<String> from(ApiClient client) {
    List<String> accounts = new ArrayList<>();
    list(client, "").forEach(one -> accounts.add(one.get("account").get("id").asText()));
    return accounts;
  }

  private static void suspend(String account) throws SQLException {
    try (Connection connection = Jdbc.connect(server.services().database().value());
        PreparedStatement statement =
            connection.prepareStatement(
                "UPDATE account SET suspended_at = now() WHERE id = ?::bigint")) {
      statement.setString(1, account);
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
  }

  @Test
  void page_suspendedSince_isSilent() throws SQLException {
    String bobId = id(bob);
    act(bob, "/api/v1/accounts/" + id(alice) + "/follow");
    assertThat(types(alice)).containsExactly("follow");

    suspend(bobId);

    assertThat(types(alice)).isEmpty();
  }

  @Test
  void unread_marker_movesTheCount() {
    String photo = post(alice, "a photo");
    act(bob, "/api/v1/accounts/" + id(alice) + "/follow");
    Queue.settle(server);
    act(bob, "/api/v1/statuses/" + photo + "/favourite");
    JsonNode listed = list(alice, "");

    assertThat(unread("")).isEqualTo(2);
    assertThat(unread("?limit=1")).isEqualTo(1);
    assertThat(unread("?types[]=follow")).isEqualTo(1);
    alice.post(
        "/api/v1/markers", Map.of("notifications[last_read_id]", listed.get(1).get("id").asText()));
    assertThat(unread("")).isEqualTo(1);
  }

  private int unread(String query) {
    return alice.get("/api/v1/notifications/unread_count" + query).json().get("count").asInt();
  }

  @Test
  void markers_setAndRead_countVersions() {
    assertThat(alice.get("/api/v1/markers?timeline[]=home").json()).isEmpty();
    JsonNode first =
        alice.json("POST", "/api/v1/markers", Map.of("home", Map.of("last_read_id", "7"))).json();
    assertThat(first.get("home").get("version").asInt()).isEqualTo(1);

    alice.post(
        "/api/v1/markers", Map.of("home[last_read_id]", "9", "notifications[last_read_id]", "3"));
    JsonNode both = alice.get("/api/v1/markers?timeline[]=home&timeline[]=notifications").json();

    assertThat(both.get("home").get("last_read_id").asText()).isEqualTo("9");
    assertThat(both.get("home").get("version").asInt()).isEqualTo(2);
    assertThat(both.get("notifications").get("version").asInt()).isEqualTo(1);
    assertThat(alice.get("/api/v1/markers").json()).isEmpty();
    assertThat(bob.get("/api/v1/markers?timeline[]=home").json()).isEmpty();
  }

  @Test
  void markers_badInput_isRefusedAndChangesNothing() {
    for (String bad : List.of("", "abc", "-1", "99999999999999999999")) {
      assertThat(alice.post("/api/v1/markers", Map.of("home[last_read_id]", bad)).status())
          .as(bad)
          .isEqualTo(422);
    }
    assertThat(alice.json("POST", "/api/v1/markers", Map.of("home", "7")).status()).isEqualTo(422);
    assertThat(alice.get("/api/v1/markers?timeline[]=home").json()).isEmpty();
  }

  @Test
  void routes_badInput_isRefused() {
    assertThat(alice.get("/api/v1/notifications?max_id=x").status()).isEqualTo(400);
    assertThat(alice.get("/api/v1/notifications?account_id=x").status()).isEqualTo(404);
    assertThat(alice.get("/api/v1/notifications/abc").status()).isEqualTo(404);
    assertThat(alice.post("/api/v1/notifications/abc/dismiss").status()).isEqualTo(404);
    assertThat(alice.get("/api/v1/notifications/unread_count?limit=x").status()).isEqualTo(400);
  }

  @Test
  void routes_withoutToken_areRefused() {
    ApiClient nobody = server.client();
    assertThat(nobody.get("/api/v1/notifications").status()).isEqualTo(401);
    assertThat(nobody.get("/api/v1/notifications/1").status()).isEqualTo(401);
    assertThat(nobody.get("/api/v1/notifications/unread_count").status()).isEqualTo(401);
    assertThat(nobody.post("/api/v1/notifications/clear").status()).isEqualTo(401);
    assertThat(nobody.post("/api/v1/notifications/1/dismiss").status()).isEqualTo(401);
    assertThat(nobody.get("/api/v1/markers").status()).isEqualTo(401);
    assertThat(nobody.post("/api/v1/markers").status()).isEqualTo(401);
  }
}
