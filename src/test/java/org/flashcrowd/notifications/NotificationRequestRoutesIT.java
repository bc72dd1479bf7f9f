package org.flashcrowd.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.notifications.Scene.act;
import static org.flashcrowd.notifications.Scene.id;
import static org.flashcrowd.notifications.Scene.post;
import static org.flashcrowd.notifications.Scene.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.flashcrowd.testing.ApiClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class NotificationRequestRoutesIT {
  private static final String POLICY = "/api/v2/notifications/policy";
  private static final String REQUESTS = "/api/v1/notifications/requests";
  private static Scene scene;
  private ApiClient alice;
  private String aliceName;
  private ApiClient bob;
  private ApiClient carol;
  private String photo;

  @BeforeAll
  static void start() {
    scene = new Scene(Map.of());
  }

  @AfterAll
  static void stop() {
    scene.close();
  }

  @BeforeEach
  void people() {
    alice = scene.somebody();
    aliceName = scene.lastName();
    bob = scene.somebody();
    carol = scene.somebody();
    photo = post(alice, "a photo");
  }

  private void favourite(ApiClient one) {
    act(one, "/api/v1/statuses/" + photo + "/favourite");
  }

  private void policy(String field, String verdict) {
    ApiClient.Answer answer = alice.form("PATCH", POLICY, Map.of(field, verdict));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().get(field).asText()).isEqualTo(verdict);
  }

  private List<String> requests() {
    return texts(scene.read(alice, REQUESTS), "id");
  }

  @Test
  void policy_untouched_acceptsAllButTheLimited() {
    JsonNode policy = alice.get(POLICY).json();

    assertThat(policy.get("for_not_following").asText()).isEqualTo("accept");
    assertThat(policy.get("for_not_followers").asText()).isEqualTo("accept");
    assertThat(policy.get("for_new_accounts").asText()).isEqualTo("accept");
    assertThat(policy.get("for_private_mentions").asText()).isEqualTo("accept");
    assertThat(policy.get("for_limited_accounts").asText()).isEqualTo("filter");
  }

  @Test
  void policy_changedInParts_keepsTheRest() {
    policy("for_not_followers", "drop");
    ApiClient.Answer answer =
        alice.json("PATCH", POLICY, Map.of("for_new_accounts", "filter", "unknown", "1"));

    assertThat(answer.json().get("for_not_followers").asText()).isEqualTo("drop");
    assertThat(answer.json().get("for_new_accounts").asText()).isEqualTo("filter");
    assertThat(alice.form("PATCH", POLICY, Map.of("for_new_accounts", "maybe")).status())
        .isEqualTo(422);
    assertThat(alice.get(POLICY).json().get("for_new_accounts").asText()).isEqualTo("filter");
  }

  @Test
  void notFollowing_filtered_waitsAsARequest() {
    policy("for_not_following", "filter");
    act(alice, "/api/v1/accounts/" + id(carol) + "/follow");
    favourite(bob);
    String mention = post(bob, "hello @" + aliceName);
    favourite(carol);

    JsonNode requests = scene.read(alice, REQUESTS);

    assertThat(scene.types(alice)).containsExactly("favourite");
    assertThat(requests).hasSize(1);
    assertThat(requests.get(0).get("account").get("id").asText()).isEqualTo(id(bob));
    assertThat(requests.get(0).get("notifications_count").asText()).isEqualTo("2");
    assertThat(requests.get(0).get("last_status").get("id").asText()).isIn(mention, photo);
    JsonNode summary = alice.get(POLICY).json().get("summary");
    assertThat(summary.get("pending_requests_count").asInt()).isEqualTo(1);
    assertThat(summary.get("pending_notifications_count").asInt()).isEqualTo(2);
    assertThat(scene.read(alice, "/api/v1/notifications?include_filtered=true")).hasSize(3);
    assertThat(
            texts(
                scene
                    .read(alice, "/api/v2/notifications?include_filtered=true")
                    .get("notification_groups"),
                "type"))
        .containsExactlyInAnyOrder("favourite", "mention");
    JsonNode group = scene.read(alice, "/api/v2/notifications").get("notification_groups").get(0);
    assertThat(group.get("notifications_count").asInt()).isEqualTo(1);
  }

  @Test
  void accept_oneRequest_listsWhatWaitedAndWhatFollows() {
    policy("for_not_following", "filter");
    favourite(bob);
    String request = requests().get(0);

    assertThat(alice.get(REQUESTS + "/" + request).json().get("id").asText()).isEqualTo(request);
    assertThat(carol.get(REQUESTS + "/" + request).status()).isEqualTo(404);
    assertThat(carol.post(REQUESTS + "/" + request + "/accept").status()).isEqualTo(404);
    act(alice, REQUESTS + "/" + request + "/accept");
    assertThat(alice.get(REQUESTS + "/merged").json().get("merged").asBoolean()).isTrue();

    assertThat(scene.types(alice)).containsExactly("favourite");
    post(bob, "hello @" + aliceName);
    assertThat(scene.types(alice)).containsExactly("mention", "favourite");
    assertThat(requests()).isEmpty();
    assertThat(alice.post(REQUESTS + "/" + request + "/accept").status()).isEqualTo(404);
  }

  @Test
  void dismiss_oneRequest_hidesWhatWaitedAndKeepsWhatFollowsApart() {
    policy("for_not_following", "filter");
    favourite(bob);
    String request = requests().get(0);

    assertThat(carol.post(REQUESTS + "/" + request + "/dismiss").status()).isEqualTo(404);
    act(alice, REQUESTS + "/" + request + "/dismiss");

    assertThat(requests()).isEmpty();
    assertThat(scene.types(alice)).isEmpty();
    post(bob, "hello @" + aliceName);
    assertThat(requests()).hasSize(1);
    assertThat(scene.types(alice)).isEmpty();
  }

  @Test
  void several_acceptedAndDismissed_atOnce() {
    policy("for_not_following", "filter");
    favourite(bob);
    favourite(carol);
    List<String> both = requests();

    assertThat(both).hasSize(2);
    assertThat(scene.read(alice, REQUESTS + "?limit=1")).hasSize(1);
    assertThat(texts(scene.read(alice, REQUESTS + "?max_id=" + both.get(0)), "id"))
        .containsExactly(both.get(1));
    alice.post(REQUESTS + "/dismiss", Map.of("id[]", List.of(both.get(0), "7", "x")));
    assertThat(requests()).containsExactly(both.get(1));
    alice.json("POST", REQUESTS + "/accept", Map.of("id", List.of(both.get(1))));
    assertThat(requests()).isEmpty();
    assertThat(scene.types(alice)).containsExactly("favourite");
  }

  @Test
  void notFollowers_dropped_leavesNothing() {
    policy("for_not_followers", "drop");
    favourite(bob);
    act(carol, "/api/v1/accounts/" + id(alice) + "/follow");
    favourite(carol);

    assertThat(scene.types(alice)).containsExactlyInAnyOrder("follow", "favourite");
    assertThat(requests()).isEmpty();
  }

  @Test
  void newAccounts_filtered_areNewForThirtyDays() throws SQLException {
    policy("for_new_accounts", "filter");
    scene.sql("UPDATE account SET created_at = now() - interval '31 days' WHERE id = " + id(carol));
    favourite(bob);
    favourite(carol);

    JsonNode listed = scene.read(alice, "/api/v1/notifications");

    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).get("account").get("id").asText()).isEqualTo(id(carol));
  }

  @Test
  void limitedAccounts_untouchedPolicy_waitUnlessFollowed() throws SQLException {
    scene.sql(
        "UPDATE account SET silenced_at = now() WHERE id IN (%s, %s)"
            .formatted(id(bob), id(carol)));
    act(alice, "/api/v1/accounts/" + id(carol) + "/follow");
    favourite(bob);
    favourite(carol);

    assertThat(scene.types(alice)).hasSize(1);
    assertThat(requests()).hasSize(1);
  }

  @Test
  void privateMentions_filtered_butNotAnswersToOnesOwn() {
    policy("for_private_mentions", "filter");
    String bobName = bob.get("/api/v1/accounts/verify_credentials").json().get("acct").asText();
    post(bob, Map.of("status", "psst @" + aliceName, "visibility", "direct"));
    assertThat(scene.types(alice)).isEmpty();
    String mine = post(alice, Map.of("status", "psst @" + bobName, "visibility", "direct"));
    post(bob, Map.of("status", "@" + aliceName, "visibility", "direct", "in_reply_to_id", mine));

    assertThat(scene.types(alice)).containsExactly("mention");
    assertThat(requests()).hasSize(1);
  }

  @Test
  void routes_badInput_isRefused() {
    assertThat(alice.get(REQUESTS + "?max_id=x").status()).isEqualTo(400);
    assertThat(alice.get(REQUESTS + "/x").status()).isEqualTo(404);
    assertThat(alice.post(REQUESTS + "/1/accept").status()).isEqualTo(404);
    assertThat(alice.post(REQUESTS + "/1/dismiss").status()).isEqualTo(404);
    assertThat(
            alice
                .json(
                    "POST",
                    REQUESTS + "/accept",
                    Map.of("id", java.util.Collections.nCopies(1001, "1")))
                .status())
        .isEqualTo(422);
  }

  @Test
  void routes_withoutToken_areRefused() {
    ApiClient nobody = scene.nobody();
    assertThat(nobody.get(POLICY).status()).isEqualTo(401);
    assertThat(nobody.form("PATCH", POLICY, Map.of()).status()).isEqualTo(401);
    for (String path : List.of("", "/1", "/merged")) {
      assertThat(nobody.get(REQUESTS + path).status()).isEqualTo(401);
    }
    for (String path : List.of("/accept", "/dismiss", "/1/accept", "/1/dismiss")) {
      assertThat(nobody.post(REQUESTS + path).status()).isEqualTo(401);
    }
  }
}
