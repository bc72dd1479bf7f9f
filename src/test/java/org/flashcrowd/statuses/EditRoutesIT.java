package org.flashcrowd.statuses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.Queue;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class EditRoutesIT {
  private static TestServer server;
  private static ApiClient alice;
  private static ApiClient bob;

  @BeforeAll
  static void setUp() {
    server = TestServer.start();
    alice = server.client().as(server.signUp("alice"));
    bob = server.client().as(server.signUp("bob"));
  }

  @AfterAll
  static void tearDown() {
    server.close();
  }

  @Test
  void edit_asJson_changesPost_sourceAndHistory() {
    String id = post("first");
    ApiClient.Answer edited =
        alice.json("PUT", "/api/v1/statuses/" + id, Map.of("status", "second", "language", "de"));
    assertThat(edited.status()).isEqualTo(200);
    assertThat(edited.json().get("content").asText()).isEqualTo("<p>second</p>");
    assertThat(edited.json().get("edited_at").isTextual()).isTrue();
    assertThat(alice.get("/api/v1/statuses/" + id + "/source").json().get("text").asText())
        .isEqualTo("second");
    JsonNode history = bob.get("/api/v1/statuses/" + id + "/history").json();
    assertThat(history).hasSize(2);
    assertThat(history.get(0).get("content").asText()).isEqualTo("<p>first</p>");
    assertThat(history.get(1).get("account").get("username").asText()).isEqualTo("alice");
    assertThat(server.client().get("/api/v1/statuses/" + id + "/history").json()).hasSize(2);
  }

  /**
   * As Tusky and Phanpy send it: nested fields in a form, which cannot say that a list is empty.
   */
  @Test
  void edit_asForm_describesPhotos_andWithoutMediaIds_takesThemOut() {
    String photo = photo();
    String id =
        alice
            .post("/api/v1/statuses", Map.of("status", "lake", "media_ids[]", photo))
            .json()
            .get("id")
            .asText();
    Queue.settle(server);
    JsonNode described =
        alice
            .form(
                "PUT",
                "/api/v1/statuses/" + id,
                Map.of(
                    "status", "lake",
                    "media_ids[]", photo,
                    "media_attributes[0][id]", photo,
                    "media_attributes[0][description]", "A lake at dawn",
                    "media_attributes[0][focus]", "0.5,-0.5"))
            .json();
    JsonNode shown = described.get("media_attachments").get(0);
    assertThat(shown.get("description").asText()).isEqualTo("A lake at dawn");
    assertThat(shown.get("meta").get("focus").get("x").asDouble()).isEqualTo(0.5);
    assertThat(described.get("edited_at").isTextual()).isTrue();
    JsonNode history = bob.get("/api/v1/statuses/" + id + "/history").json();
    assertThat(history.get(0).get("media_attachments").get(0).get("description").isNull()).isTrue();
    assertThat(history.get(1).get("media_attachments").get(0).get("description").asText())
        .isEqualTo("A lake at dawn");

    JsonNode bare = alice.form("PUT", "/api/v1/statuses/" + id, Map.of("status", "no lake")).json();
    assertThat(bare.get("media_attachments")).isEmpty();
  }

  @Test
  void edit_withoutToken_withoutScope_orOfAnotherAuthor_isRefused() {
    String id = post("mine");
    Map<String, String> words = Map.of("status", "yours");
    assertThat(server.client().form("PUT", "/api/v1/statuses/" + id, words).status())
        .isEqualTo(401);
    assertThat(bob.form("PUT", "/api/v1/statuses/" + id, words).status()).isEqualTo(404);
    assertThat(alice.form("PUT", "/api/v1/statuses/123", words).status()).isEqualTo(404);
    assertThat(alice.get("/api/v1/statuses/123/history").status()).isEqualTo(404);
  }

  @Test
  void history_ofPrivatePost_isNotThereForStrangers() {
    String id =
        alice
            .post("/api/v1/statuses", Map.of("status", "secret", "visibility", "private"))
            .json()
            .get("id")
            .asText();
    alice.form("PUT", "/api/v1/statuses/" + id, Map.of("status", "more secret"));
    assertThat(bob.get("/api/v1/statuses/" + id + "/history").status()).isEqualTo(404);
    assertThat(server.client().get("/api/v1/statuses/" + id + "/history").status()).isEqualTo(404);
    assertThat(alice.get("/api/v1/statuses/" + id + "/history").json()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "status, ''",
    "language, not-a-language-at-all!",
    "media_ids[], abc",
    "media_ids[], 4711",
    "poll[options][], yes",
    "sensitive, perhaps",
  })
  void edit_badField_isRefused(String field, String value) {
    String id = post("stays");
    Map<String, String> fields =
        field.equals("status") ? Map.of(field, value) : Map.of("status", "x", field, value);
    assertThat(alice.form("PUT", "/api/v1/statuses/" + id, fields).status()).isEqualTo(422);
    assertThat(alice.get("/api/v1/statuses/" + id).json().get("content").asText())
        .isEqualTo("<p>stays</p>");
  }

  private static String photo() {
    return alice
        .upload("POST", "/api/v2/media", "file", Pictures.jpeg(60, 40), Map.of())
        .json()
        .get("id")
        .asText();
  }

  private static String post(String words) {
    return alice.post("/api/v1/statuses", Map.of("status", words)).json().get("id").asText();
  }
}
