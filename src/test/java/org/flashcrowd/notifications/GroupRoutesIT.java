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
class GroupRoutesIT {
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

  private void favourite(ApiClient... people) {
    for (ApiClient one : people) {
      act(one, "/api/v1/statuses/" + photo + "/favourite");
      read("");
    }
  }

  private JsonNode read(String query) {
    return scene.read(alice, "/api/v2/notifications" + query);
  }

  private List<String> types(String query) {
    return texts(read(query).get("notification_groups"), "type");
  }

  @Test
  void page_manyOfAKind_areOneGroup() {
    favourite(bob, carol);
    post(bob, "hello @" + aliceName);

    JsonNode read = read("");
    JsonNode groups = read.get("notification_groups");
    JsonNode group = groups.get(1);

    assertThat(texts(groups, "type")).containsExactly("mention", "favourite");
    assertThat(groups.get(0).get("group_key").asText()).startsWith("ungrouped-");
    assertThat(group.get("notifications_count").asInt()).isEqualTo(2);
    assertThat(group.get("status_id").asText()).isEqualTo(photo);
    assertThat(group.get("sample_account_ids"))
        .extracting(JsonNode::asText)
        .containsExactly(id(carol), id(bob));
    assertThat(texts(read.get("statuses"), "id")).contains(photo).hasSize(2);
    assertThat(texts(read.get("accounts"), "id")).containsExactlyInAnyOrder(id(bob), id(carol));
    assertThat(read.has("partial_accounts")).isFalse();
  }

  /** Ice Cubes decodes this one id as a number, and all others as text. */
  @Test
  void page_iceCubes_decodesTheNewestIdAsANumber() {
    favourite(bob);

    JsonNode group = read("").get("notification_groups").get(0);

    assertThat(group.get("most_recent_notification_id").isIntegralNumber()).isTrue();
    assertThat(group.get("most_recent_notification_id").asText())
        .isEqualTo(group.get("page_max_id").asText());
    assertThat(group.get("page_max_id").isTextual()).isTrue();
    assertThat(group.get("page_min_id").isTextual()).isTrue();
  }

  /** Phanpy asks for these by name and pages by the last group's oldest id on the page. */
  @Test
  void page_phanpy_seesEachGroupOnce() {
    favourite(bob);
    post(bob, "first @" + aliceName);
    read("");
    favourite(carol);
    act(bob, "/api/v1/accounts/" + id(alice) + "/follow");

    JsonNode first = read("?limit=2").get("notification_groups");
    String next = first.get(1).get("page_min_id").asText();

    assertThat(texts(first, "type")).containsExactly("follow", "favourite");
    assertThat(next).isEqualTo(first.get(1).get("page_max_id").asText());
    assertThat(types("?limit=2&max_id=" + next)).containsExactly("mention");
  }

  @Test
  void page_idsOfAGroup_spanWhatIsNewerThanTheFurtherGroups() {
    act(bob, "/api/v1/accounts/" + id(alice) + "/follow");
    read("");
    favourite(bob, carol);

    JsonNode groups = read("").get("notification_groups");

    assertThat(texts(groups, "type")).containsExactly("favourite", "follow");
    assertThat(groups.get(0).get("page_min_id").asText())
        .isLessThan(groups.get(0).get("page_max_id").asText())
        .isGreaterThan(groups.get(1).get("page_max_id").asText());
  }

  @Test
  void page_links_leadOnAndBack() {
    favourite(bob);
    act(bob, "/api/v1/accounts/" + id(alice) + "/follow");
    List<String> newest = texts(read("").get("notification_groups"), "page_max_id");

    String links = alice.get("/api/v2/notifications?limit=1").header("Link");

    assertThat(links).contains("max_id=" + newest.get(0)).contains("min_id=" + newest.get(0));
    assertThat(types("?min_id=" + newest.get(1))).containsExactly("follow");
    assertThat(types("?since_id=" + newest.get(0))).isEmpty();
  }

  @Test
  void page_filters_narrowDown() {
    favourite(bob, carol);
    act(bob, "/api/v1/accounts/" + id(alice) + "/follow");

    assertThat(types("?types[]=favourite")).containsExactly("favourite");
    assertThat(types("?exclude_types[]=favourite")).containsExactly("follow");
    assertThat(types("?types[]=poll&types[]=severed_relationships&types[]=moderation_warning"))
        .isEmpty();
    assertThat(types("?grouped_types[]=follow"))
        .containsExactly("follow", "favourite", "favourite");
    JsonNode bobs = read("?types[]=favourite&account_id=" + id(bob)).get("notification_groups");
    assertThat(bobs.get(0).get("notifications_count").asInt()).isEqualTo(1);
    assertThat(bobs.get(0).get("sample_account_ids").get(0).asText()).isEqualTo(id(bob));
  }

  @Test
  void page_partialAvatars_showsTheLatestInFull() {
    favourite(bob, carol);

    JsonNode read = read("?expand_accounts=partial_avatars");

    assertThat(texts(read.get("accounts"), "id")).containsExactly(id(carol));
    assertThat(texts(read.get("partial_accounts"), "id")).containsExactly(id(bob));
    assertThat(read.get("partial_accounts").get(0).has("username")).isFalse();
  }

  @Test
  void page_undoneOrMuted_areNotCounted() {
    favourite(bob, carol);
    act(bob, "/api/v1/statuses/" + photo + "/unfavourite");
    JsonNode group = read("").get("notification_groups").get(0);
    assertThat(group.get("notifications_count").asInt()).isEqualTo(1);

    act(alice, "/api/v1/accounts/" + id(carol) + "/mute");
    assertThat(types("")).isEmpty();
  }

  @Test
  void page_mutedThread_isSilent() throws SQLException {
    act(alice, "/api/v1/statuses/" + photo + "/favourite");
    String answer = post(bob, Map.of("status", "@" + aliceName, "in_reply_to_id", photo));
    assertThat(types("")).containsExactly("mention");

    scene.sql("INSERT INTO conversation_mute VALUES (%s, %s)".formatted(id(alice), photo));
    scene.sql(
        "UPDATE status SET conversation_id = %s WHERE id IN (%s, %s)"
            .formatted(photo, photo, answer));
    favourite(carol);

    assertThat(types("")).isEmpty();
  }

  @Test
  void page_burst_isOneGroupWithTheRightCount() throws SQLException {
    int burst = 10_000;
    String aliceId = id(alice);
    scene.sql(
        """
        INSERT INTO account (id, username)
          SELECT 1000 + i, 'crowd' || i FROM generate_series(1, %d) i;
        INSERT INTO account_stats (account_id) SELECT id FROM account WHERE id > 1000
          ON CONFLICT DO NOTHING;
        INSERT INTO favourite (account_id, status_id, id)
          SELECT 1000 + i, %s, (SELECT max(id) FROM status) - 20000 + i
            FROM generate_series(1, %d) i;
        """
            .formatted(burst, photo, burst));
    favourite(bob);

    JsonNode read = read("");
    JsonNode groups = read.get("notification_groups");

    int counted = 0;
    for (JsonNode group : groups) {
      counted += group.get("notifications_count").asInt();
      assertThat(group.get("sample_account_ids")).hasSizeLessThanOrEqualTo(8);
    }
    // An hour may have turned between the two.
    assertThat(groups.size()).isBetween(1, 2);
    assertThat(counted).isEqualTo(burst + (groups.size() == 1 ? 1 : 0) + (groups.size() - 1));
    assertThat(alice.get("/api/v2/notifications/unread_count").json().get("count").asInt())
        .isEqualTo(groups.size());
    assertThat(aliceId).isNotEmpty();
  }

  @Test
  void group_oneAccountsAndDismiss_areTheGroups() {
    favourite(bob, carol);
    String path =
        "/api/v2/notifications/" + texts(read("").get("notification_groups"), "group_key").get(0);

    assertThat(texts(alice.get(path).json().get("notification_groups"), "type"))
        .containsExactly("favourite");
    assertThat(texts(alice.get(path + "/accounts").json(), "id"))
        .containsExactly(id(carol), id(bob));
    ApiClient.Answer page = alice.get(path + "/accounts?limit=1");
    assertThat(texts(page.json(), "id")).containsExactly(id(carol));
    assertThat(page.header("Link")).contains("rel=\"next\"");
    for (String theirs : List.of("", "/accounts")) {
      assertThat(bob.get(path + theirs).status()).isEqualTo(404);
    }
    assertThat(bob.post(path + "/dismiss").status()).isEqualTo(404);
    act(alice, path + "/dismiss");
    assertThat(types("")).isEmpty();
    assertThat(alice.get(path).status()).isEqualTo(404);
    assertThat(alice.post(path + "/dismiss").status()).isEqualTo(404);
  }

  @Test
  void group_aloneByItsId_isOne() {
    favourite(bob, carol);
    String newest = texts(read("").get("notification_groups"), "page_max_id").get(0);
    String path = "/api/v2/notifications/ungrouped-" + newest;

    JsonNode group = alice.get(path).json().get("notification_groups").get(0);

    assertThat(group.get("notifications_count").asInt()).isEqualTo(1);
    assertThat(texts(alice.get(path + "/accounts").json(), "id")).containsExactly(id(carol));
    act(alice, path + "/dismiss");
    assertThat(read("").get("notification_groups").get(0).get("notifications_count").asInt())
        .isEqualTo(1);
  }

  @Test
  void unread_marker_movesTheCountOfGroups() {
    favourite(bob, carol);
    act(bob, "/api/v1/accounts/" + id(alice) + "/follow");
    List<String> newest = texts(read("").get("notification_groups"), "page_max_id");

    assertThat(unread("")).isEqualTo(2);
    assertThat(unread("?limit=1")).isEqualTo(1);
    assertThat(unread("?grouped_types[]=follow")).isEqualTo(3);
    alice.post("/api/v1/markers", Map.of("notifications[last_read_id]", newest.get(1)));
    assertThat(unread("")).isEqualTo(1);
  }

  private int unread(String query) {
    return alice.get("/api/v2/notifications/unread_count" + query).json().get("count").asInt();
  }

  @Test
  void routes_badInput_isRefused() {
    assertThat(alice.get("/api/v2/notifications?max_id=x").status()).isEqualTo(400);
    assertThat(alice.get("/api/v2/notifications?expand_accounts=all").status()).isEqualTo(400);
    assertThat(alice.get("/api/v2/notifications?include_filtered=maybe").status()).isEqualTo(422);
    assertThat(alice.get("/api/v2/notifications/unread_count?limit=x").status()).isEqualTo(400);
    assertThat(alice.get("/api/v2/notifications/nothing").status()).isEqualTo(404);
    assertThat(alice.get("/api/v2/notifications/favourite-x-y").status()).isEqualTo(404);
    assertThat(alice.get("/api/v2/notifications/" + "x".repeat(200)).status()).isEqualTo(404);
  }

  @Test
  void routes_withoutToken_areRefused() {
    ApiClient nobody = scene.nobody();
    assertThat(nobody.get("/api/v2/notifications").status()).isEqualTo(401);
    assertThat(nobody.get("/api/v2/notifications/x").status()).isEqualTo(401);
    assertThat(nobody.get("/api/v2/notifications/x/accounts").status()).isEqualTo(401);
    assertThat(nobody.get("/api/v2/notifications/unread_count").status()).isEqualTo(401);
    assertThat(nobody.post("/api/v2/notifications/x/dismiss").status()).isEqualTo(401);
  }
}
