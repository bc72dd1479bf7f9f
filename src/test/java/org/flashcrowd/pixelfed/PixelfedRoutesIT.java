package org.flashcrowd.pixelfed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pixelfed-rn calls under paths of its own. */
@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class PixelfedRoutesIT {
  private static TestServer server;
  private static ApiClient alice;
  private static ApiClient bob;
  private static ApiClient carol;

  @BeforeAll
  static void setUp() {
    server = TestServer.start();
    alice = server.client().as(server.signUp("alice"));
    bob = server.client().as(server.signUp("bob"));
    carol = server.client().as(server.signUp("carol"));
  }

  @AfterAll
  static void tearDown() {
    server.close();
  }

  /** The app's form for a new bio reads its length from here. */
  @Test
  void config_tellsTheLimitsOfAProfile() {
    JsonNode config = server.client().get("/api/v2/config").json();

    assertThat(config.at("/account/max_bio_length").asInt()).isEqualTo(500);
    assertThat(config.at("/uploader/album_limit").asInt()).isEqualTo(10);
    assertThat(config.at("/features/stories").asBoolean()).isFalse();
  }

  /** The app's camera does not open without. */
  @Test
  void composeSettings_beginWithOnesOwnVisibility() {
    alice.json(
        "PATCH",
        "/api/v1/accounts/update_credentials",
        Map.of("source", Map.of("privacy", "unlisted")));

    JsonNode settings = alice.get("/api/v1.1/compose/settings").json();
    assertThat(settings.get("default_scope").asText()).isEqualTo("unlisted");
    assertThat(settings.get("max_altext_length").asInt()).isEqualTo(1_500);
    assertThat(settings.get("max_media_attachments").asInt()).isEqualTo(10);
    assertThat(server.client().get("/api/v1.1/compose/settings").status()).isEqualTo(401);
  }

  @Test
  void username_whateverTheCase_isTheAccount() {
    assertThat(alice.get("/api/v1.1/accounts/username/BOB?_pe=1").json().get("username").asText())
        .isEqualTo("bob");
    assertThat(alice.get("/api/v1.1/accounts/username/nobody").status()).isEqualTo(404);
    assertThat(alice.get("/api/v1.1/accounts/username/b%20b").status()).isEqualTo(404);
  }

  @Test
  void mutuals_areFollowersWhomOneFollows() {
    alice.post("/api/v1/accounts/" + id(bob) + "/follow");
    bob.post("/api/v1/accounts/" + id(carol) + "/follow");

    assertThat(
            alice
                .get("/api/v1.1/accounts/mutuals/" + id(carol))
                .json()
                .findValuesAsText("username"))
        .containsExactly("bob");
    assertThat(bob.get("/api/v1.1/accounts/mutuals/" + id(carol)).json()).isEmpty();
    assertThat(alice.get("/api/v1.1/accounts/mutuals/1").status()).isEqualTo(404);
    assertThat(server.client().get("/api/v1.1/accounts/mutuals/1").status()).isEqualTo(401);
  }

  /** Releases of pixelfed-rn do not agree on the version, and none starts without an answer. */
  @ParameterizedTest
  @ValueSource(strings = {"v1.1", "v1.2"})
  void carousel_isEmptyButForOneself(String version) {
    String path = "/api/" + version + "/stories/carousel";
    JsonNode carousel = alice.get(path).json();

    assertThat(carousel.at("/self/user/username").asText()).isEqualTo("alice");
    assertThat(carousel.at("/self/nodes")).isEmpty();
    assertThat(carousel.get("nodes")).isEmpty();
    assertThat(server.client().get(path).status()).isEqualTo(401);
  }

  /** The app posts its new avatar and removes the old one under another path. */
  @Test
  void avatar_postedAndRemoved() {
    JsonNode posted =
        carol
            .upload(
                "POST",
                "/api/v1/accounts/update_credentials",
                "avatar",
                Pictures.png(40, 40),
                Map.of("note", "new"))
            .json();
    assertThat(posted.at("/source/note").asText()).isEqualTo("new");
    assertThat(carol.delete("/api/v1.1/accounts/avatar").json().get("avatar").asText())
        .contains("/assets/avatars/");
  }

  /** The app begins a new bio with {@code note_text}: empty, and saving it would lose the old. */
  @Test
  void account_onesOwn_hasTheNoteAsTyped() {
    bob.json("PATCH", "/api/v1/accounts/update_credentials", Map.of("note", "Boats & <nets> #sea"));

    JsonNode own = bob.get("/api/v1/accounts/verify_credentials?_pe=1").json();
    assertThat(own.get("note_text").asText()).isEqualTo("Boats & <nets> #sea");
    assertThat(own.get("note").asText()).contains("&lt;nets&gt;");
    assertThat(alice.get("/api/v1/accounts/" + id(bob)).json().get("local").asBoolean()).isTrue();
  }

  /** The app's page of privacy does not open without, and sends one of them at a time. */
  @Test
  void settings_underTheAppsNames_areTheAccountsChoices() {
    ApiClient dora = server.client().as(server.signUp("dora"));
    JsonNode before = dora.get("/api/v1/accounts/verify_credentials").json();
    assertThat(before.at("/settings/is_suggestable").asBoolean())
        .isEqualTo(before.get("discoverable").asBoolean());
    assertThat(before.at("/settings/show_profile_following_count").asBoolean()).isTrue();

    for (String change :
        List.of("is_suggestable=false", "crawlable=false", "show_profile_follower_count=false")) {
      assertThat(
              dora.form("PATCH", "/api/v1/accounts/update_credentials?" + change, Map.of())
                  .status())
          .as(change)
          .isEqualTo(200);
    }
    JsonNode after = dora.get("/api/v1/accounts/verify_credentials").json();
    assertThat(after.at("/settings/is_suggestable").asBoolean()).isFalse();
    assertThat(after.at("/settings/crawlable").asBoolean()).isFalse();
    assertThat(after.at("/settings/show_profile_follower_count").asBoolean()).isFalse();
    assertThat(after.at("/settings/show_profile_following_count").asBoolean()).isFalse();
    assertThat(after.get("discoverable").asBoolean()).isFalse();
    assertThat(after.get("noindex").asBoolean()).isTrue();
    assertThat(after.get("hide_collections").asBoolean()).isTrue();
    assertThat(after.get("locked")).isEqualTo(before.get("locked"));
    assertThat(
            dora.form("PATCH", "/api/v1/accounts/update_credentials?crawlable=perhaps", Map.of())
                .status())
        .isEqualTo(422);
  }

  /** The app's grids leave out what has another {@code pf_type}, and count by these names. */
  @Test
  void status_hasPixelfedsFields() {
    String one = post(Map.of("status", "one", "media_ids[]", photo()));
    String two = post(Map.of("status", "two #lake", "media_ids[]", List.of(photo(), photo())));
    String words = post(Map.of("status", "nice", "in_reply_to_id", two));

    assertThat(status(one).get("pf_type").asText()).isEqualTo("photo");
    JsonNode album = status(two);
    assertThat(album.get("pf_type").asText()).isEqualTo("photo:album");
    assertThat(album.get("content_text").asText()).isEqualTo("two #lake");
    assertThat(status(words).get("pf_type").asText()).isEqualTo("text");
    assertThat(album.get("local").asBoolean()).isTrue();
    for (String field : List.of("reply_count", "replies_count")) {
      assertThat(album.get(field).asInt()).as(field).isEqualTo(1);
    }
  }

  private static JsonNode status(String id) {
    return bob.get("/api/v1/statuses/" + id + "?_pe=1").json();
  }

  private static String photo() {
    return Uploads.ready(alice, Pictures.jpeg(40, 30)).get("id").asText();
  }

  private static String post(Map<String, ?> fields) {
    ApiClient.Answer answer = alice.post("/api/v1/statuses", fields);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().get("id").asText();
  }

  /** The app signs its user out on any 403. */
  @Test
  void whatIsNotThere_isNeverForbidden() {
    for (String path : List.of("/api/v1.1/accounts/username/x", "/api/v1.1/accounts/mutuals/99")) {
      assertThat(alice.get(path).status()).isEqualTo(404);
    }
  }

  private static String id(ApiClient account) {
    return account.get("/api/v1/accounts/verify_credentials").json().get("id").asText();
  }
}
