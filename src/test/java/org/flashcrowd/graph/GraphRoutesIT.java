package org.flashcrowd.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestRows;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GraphRoutesIT {
  private static final TestServer SERVER = TestServer.start();
  private static final ApiClient ANYBODY = SERVER.client();
  private static final Pattern NEXT = Pattern.compile("<[^>]*?(/api[^>]*)>; rel=\"next\"");
  private static int people;

  private ApiClient anna = ANYBODY;
  private ApiClient berta = ANYBODY;
  private String annaId = "";
  private String bertaId = "";

  @AfterAll
  static void close() {
    SERVER.close();
  }

  @BeforeEach
  void people() {
    anna = signUp();
    berta = signUp();
    annaId = id(anna);
    bertaId = id(berta);
  }

  private static ApiClient signUp() {
    return ANYBODY.as(SERVER.signUp("person" + people++));
  }

  private static String id(ApiClient who) {
    return who.get("/api/v1/accounts/verify_credentials").json().get("id").asText();
  }

  private static ApiClient.Answer act(ApiClient who, String target, String action) {
    return who.post("/api/v1/accounts/" + target + "/" + action);
  }

  private static List<String> ids(ApiClient.Answer answer) {
    List<String> ids = new ArrayList<>();
    answer.json().forEach(account -> ids.add(account.get("id").asText()));
    return ids;
  }

  @Test
  void follow_unlocked_answersTheRelationshipAndCounts() {
    JsonNode relationship =
        anna.post("/api/v1/accounts/" + bertaId + "/follow", Map.of("notify", "true")).json();

    assertThat(relationship.get("id").asText()).isEqualTo(bertaId);
    assertThat(relationship.get("following").asBoolean()).isTrue();
    assertThat(relationship.get("notifying").asBoolean()).isTrue();
    JsonNode shown = ANYBODY.get("/api/v1/accounts/" + bertaId).json();
    assertThat(shown.get("followers_count").asInt()).isEqualTo(1);
    assertThat(act(anna, bertaId, "unfollow").json().get("following").asBoolean()).isFalse();
  }

  @Test
  void everyAction_withoutToken_is401_andOnNobody_is404() {
    for (String action :
        List.of(
            "follow",
            "unfollow",
            "remove_from_followers",
            "block",
            "unblock",
            "mute",
            "unmute",
            "note")) {
      assertThat(act(ANYBODY, bertaId, action).status()).as(action).isEqualTo(401);
      assertThat(act(anna, "1", action).status()).as(action).isEqualTo(404);
      assertThat(act(anna, "abc", action).status()).as(action).isEqualTo(404);
    }
    for (String list : List.of("follow_requests", "blocks", "mutes")) {
      assertThat(ANYBODY.get("/api/v1/" + list).status()).as(list).isEqualTo(401);
      assertThat(anna.get("/api/v1/" + list + "?max_id=x").status()).as(list).isEqualTo(400);
    }
    for (String answer : List.of("authorize", "reject")) {
      String path = "/api/v1/follow_requests/" + bertaId + "/" + answer;
      assertThat(ANYBODY.post(path).status()).as(answer).isEqualTo(401);
      assertThat(anna.post(path).status()).as(answer).isEqualTo(404);
    }
    assertThat(ANYBODY.get("/api/v1/accounts/relationships").status()).isEqualTo(401);
    assertThat(ANYBODY.get("/api/v1/accounts/familiar_followers").status()).isEqualTo(401);
    assertThat(ANYBODY.get("/api/v1/accounts/1/followers").status()).isEqualTo(404);
    assertThat(ANYBODY.get("/api/v1/accounts/1/following").status()).isEqualTo(404);
  }

  @Test
  void actions_onOneself_are422() {
    for (String action : List.of("follow", "block", "mute")) {
      assertThat(act(anna, annaId, action).status()).as(action).isEqualTo(422);
    }
  }

  @Test
  void requests_ofLockedAccount_areListedAndAnswered() {
    ApiClient carla = signUp();
    berta.form("PATCH", "/api/v1/accounts/update_credentials", Map.of("locked", "true"));
    assertThat(act(anna, bertaId, "follow").json().get("requested").asBoolean()).isTrue();
    act(carla, bertaId, "follow");

    assertThat(ids(berta.get("/api/v1/follow_requests"))).containsExactly(id(carla), annaId);
    assertThat(
            berta
                .get("/api/v1/accounts/verify_credentials")
                .json()
                .at("/source/follow_requests_count")
                .asInt())
        .isEqualTo(2);

    JsonNode authorized = berta.post("/api/v1/follow_requests/" + annaId + "/authorize").json();
    berta.post("/api/v1/follow_requests/" + id(carla) + "/reject");

    assertThat(authorized.get("followed_by").asBoolean()).isTrue();
    assertThat(ids(berta.get("/api/v1/follow_requests"))).isEmpty();
    assertThat(ids(ANYBODY.get("/api/v1/accounts/" + bertaId + "/followers")))
        .containsExactly(annaId);
  }

  @Test
  void followers_manyPages_areWalkedByLink() {
    List<String> newestFirst = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ApiClient fan = signUp();
      act(fan, bertaId, "follow");
      newestFirst.addFirst(id(fan));
    }

    List<String> walked = new ArrayList<>();
    String path = "/api/v1/accounts/" + bertaId + "/followers?limit=2";
    while (path != null) {
      ApiClient.Answer page = anna.get(path);
      assertThat(page.json().size()).isLessThanOrEqualTo(2);
      walked.addAll(ids(page));
      Matcher next = NEXT.matcher(String.valueOf(page.header("Link")));
      path = next.find() ? next.group(1) : null;
    }

    assertThat(walked).containsExactlyElementsOf(newestFirst);
  }

  @Test
  void followers_hiddenFromWhom_matrix() {
    ApiClient carla = signUp();
    ApiClient blocked = signUp();
    String carlaId = id(carla);
    act(carla, bertaId, "follow");
    act(berta, id(blocked), "block");
    act(anna, carlaId, "mute");
    String followers = "/api/v1/accounts/" + bertaId + "/followers";
    String following = "/api/v1/accounts/" + carlaId + "/following";

    assertThat(ids(ANYBODY.get(followers))).containsExactly(carlaId);
    assertThat(ids(berta.get(followers))).containsExactly(carlaId);
    assertThat(ids(blocked.get(followers))).as("blocked by the owner").isEmpty();
    assertThat(ids(anna.get(followers))).as("whom the viewer mutes").isEmpty();
    assertThat(ids(blocked.get(following))).as("who blocks the viewer").isEmpty();
    assertThat(ids(ANYBODY.get(following))).containsExactly(bertaId);

    berta.form("PATCH", "/api/v1/accounts/update_credentials", Map.of("hide_collections", "true"));
    assertThat(ids(ANYBODY.get(followers))).as("hidden from everybody").isEmpty();
    assertThat(ids(carla.get(followers))).as("hidden from followers").isEmpty();
    assertThat(ids(berta.get(followers))).as("but not from oneself").containsExactly(carlaId);
  }

  @Test
  void lists_blocksAndMutes_areOnesOwn() {
    act(anna, bertaId, "block");
    ApiClient carla = signUp();
    anna.post("/api/v1/accounts/" + id(carla) + "/mute", Map.of("duration", "3600"));

    assertThat(ids(anna.get("/api/v1/blocks"))).containsExactly(bertaId);
    assertThat(ids(berta.get("/api/v1/blocks"))).isEmpty();
    JsonNode mutes = anna.get("/api/v1/mutes").json();
    assertThat(mutes).hasSize(1);
    assertThat(mutes.get(0).get("mute_expires_at").asText()).endsWith("Z");
    assertThat(mutes.get(0).get("acct").asText()).startsWith("person");
  }

  @Test
  void follow_acrossBlock_is422AndNever403() {
    act(berta, annaId, "block");

    assertThat(act(anna, bertaId, "follow").status()).isEqualTo(422);
  }

  @Test
  void unlock_accountWithRequests_letsThemIn() {
    berta.form("PATCH", "/api/v1/accounts/update_credentials", Map.of("locked", "true"));
    act(anna, bertaId, "follow");

    berta.form("PATCH", "/api/v1/accounts/update_credentials", Map.of("locked", "false"));

    Uploads.until(() -> ids(berta.get("/api/v1/follow_requests")).isEmpty());
    assertThat(ids(ANYBODY.get("/api/v1/accounts/" + bertaId + "/followers")))
        .containsExactly(annaId);
  }

  @Test
  void follow_languagesThatAreNone_are422() {
    String path = "/api/v1/accounts/" + bertaId + "/follow";

    assertThat(anna.json("POST", path, Map.of("languages", List.of("x".repeat(9)))).status())
        .isEqualTo(422);
    assertThat(
            anna.json("POST", path, Map.of("languages", Collections.nCopies(101, "de"))).status())
        .isEqualTo(422);
    assertThat(anna.json("POST", path, Map.of("languages", List.of("de", "pt-BR"))).status())
        .isEqualTo(200);
  }

  @Test
  void relationships_ids_inEitherSpelling() {
    act(anna, bertaId, "follow");

    for (String name : List.of("id%5B%5D", "id")) {
      JsonNode found =
          anna.get("/api/v1/accounts/relationships?" + name + "=" + bertaId + "&" + name + "=1")
              .json();
      assertThat(found).hasSize(1);
      assertThat(found.get(0).get("following").asBoolean()).isTrue();
    }
    assertThat(anna.get("/api/v1/accounts/relationships").json()).isEmpty();
  }

  @Test
  void relationships_suspended_areThereWhereAskedFor() {
    act(anna, bertaId, "follow");
    TestRows.execute(SERVER, "UPDATE account SET suspended_at = now() WHERE id = " + bertaId);
    String path = "/api/v1/accounts/relationships?id%5B%5D=" + bertaId;

    assertThat(anna.get(path).json()).isEmpty();
    assertThat(anna.get(path + "&with_suspended=false").json()).isEmpty();
    assertThat(anna.get(path + "&with_suspended=true").json().get(0).get("following").asBoolean())
        .isTrue();
    assertThat(anna.get(path + "&with_suspended=perhaps").status()).isEqualTo(422);
  }

  @Test
  void note_comment_isSeenByItsWriterAlone() {
    JsonNode noted =
        anna.json("POST", "/api/v1/accounts/" + bertaId + "/note", Map.of("comment", "Rome"))
            .json();

    assertThat(noted.get("note").asText()).isEqualTo("Rome");
    assertThat(act(anna, bertaId, "note").json().get("note").asText()).isEmpty();
  }

  @Test
  void familiar_followersOfTarget_amongThoseFollowed() {
    ApiClient carla = signUp();
    String carlaId = id(carla);
    act(anna, carlaId, "follow");
    act(carla, bertaId, "follow");
    act(signUp(), bertaId, "follow");

    JsonNode familiar = anna.get("/api/v1/accounts/familiar_followers?id%5B%5D=" + bertaId).json();

    assertThat(familiar).hasSize(1);
    assertThat(familiar.get(0).get("accounts"))
        .extracting(account -> account.get("id").asText())
        .containsExactly(carlaId);
  }
}
