package org.flashcrowd.statuses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.Queue;
import org.flashcrowd.testing.TestRows;
import org.flashcrowd.testing.TestServer;
import org.flashcrowd.testing.TestTokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is said of a photo that a post has taken. */
@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class PhotoRoutesIT {
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

  private static String photo() {
    return Uploads.ready(alice, Pictures.jpeg(60, 40)).get("id").asText();
  }

  private static String post(String words, String photo) {
    return post(words, photo, "");
  }

  private static String post(String words, String photo, String warning) {
    ApiClient.Answer answer =
        alice.json(
            "POST",
            "/api/v1/statuses",
            Map.of("status", words, "media_ids", List.of(photo), "spoiler_text", warning));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().get("id").asText();
  }

  /**
   * pixelfed-rn's page for changing a post sends what is said of its photos here, in the query
   * string of a PUT that says it carries JSON and carries nothing.
   */
  @Test
  void describe_pixelfedRnOfAPostedPhoto_isAnEditOfThePost() {
    String photo = photo();
    String post = post("Far out #lake @bob", photo, "water");
    Queue.settle(server);
    JsonNode before = bob.get("/api/v1/statuses/" + post).json();

    ApiClient.Answer answer =
        alice.send(
            alice
                .request("/api/v1/media/" + photo + "?description=A%20skerry%20lighthouse")
                .header("Content-Type", "application/json")
                .method("PUT", BodyPublishers.noBody()));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().get("description").asText()).isEqualTo("A skerry lighthouse");

    JsonNode after = bob.get("/api/v1/statuses/" + post).json();
    assertThat(after.at("/media_attachments/0/description").asText())
        .isEqualTo("A skerry lighthouse");
    assertThat(after.get("edited_at").isTextual()).isTrue();
    for (String field :
        List.of("content", "spoiler_text", "sensitive", "language", "tags", "mentions")) {
      assertThat(after.get(field)).as(field).isEqualTo(before.get(field));
    }
    JsonNode history = bob.get("/api/v1/statuses/" + post + "/history").json();
    assertThat(history).hasSize(2);
    assertThat(history.at("/0/media_attachments/0/description").isNull()).isTrue();
    assertThat(history.at("/1/media_attachments/0/description").asText())
        .isEqualTo("A skerry lighthouse");

    Queue.settle(server);
    assertThat(
            bob.get("/api/v2/search?type=statuses&q=skerry").json().at("/statuses/0/id").asText())
        .isEqualTo(post);
  }

  @Test
  void describe_focusAlone_isSeenWithoutAVersion() {
    String photo = photo();
    String post = post("focus", photo);

    ApiClient.Answer answer =
        alice.form("PUT", "/api/v1/media/" + photo, Map.of("focus", "0.5,-0.5"));
    assertThat(answer.json().at("/meta/focus/x").asDouble()).isEqualTo(0.5);
    JsonNode seen = bob.get("/api/v1/statuses/" + post).json();
    assertThat(seen.at("/media_attachments/0/meta/focus/y").asDouble()).isEqualTo(-0.5);
    assertThat(seen.get("edited_at").isNull()).isTrue();
  }

  @Test
  void describe_theSameAgain_leavesNoTrace() {
    String photo = photo();
    String post = post("again", photo);
    for (int i = 0; i < 3; i++) {
      assertThat(
              alice.json("PUT", "/api/v1/media/" + photo, Map.of("description", "same")).status())
          .isEqualTo(200);
    }

    assertThat(alice.get("/api/v1/statuses/" + post + "/history").json()).hasSize(2);
  }

  @Test
  void describe_ofAHeldPost_isThereWhenItIsPublished() {
    JsonNode upload =
        alice.upload("POST", "/api/v2/media", "file", Pictures.jpeg(1200, 900), Map.of()).json();
    String photo = upload.get("id").asText();
    String post = post("held", photo);
    assertThat(alice.json("PUT", "/api/v1/media/" + photo, Map.of("description", "early")).status())
        .isEqualTo(200);

    Uploads.until(() -> bob.get("/api/v1/statuses/" + post).status() == 200);
    JsonNode seen = bob.get("/api/v1/statuses/" + post).json();
    assertThat(seen.at("/media_attachments/0/description").asText()).isEqualTo("early");
  }

  @Test
  void describe_ofSomebodyElse_ofADeletedPost_orWithoutScope_isRefused() {
    String photo = photo();
    String post = post("mine", photo);
    String path = "/api/v1/media/" + photo;
    Map<String, String> words = Map.of("description", "x");

    assertThat(bob.json("PUT", path, words).status()).isEqualTo(404);
    assertThat(server.client().json("PUT", path, words).status()).isEqualTo(401);
    ApiClient reader = server.client().as(TestTokens.issue(server, "alice", Set.of("read")));
    assertThat(reader.json("PUT", path, words).status()).isEqualTo(403);
    assertThat(alice.json("PUT", "/api/v1/media/1", words).status()).isEqualTo(404);
    assertThat(alice.json("PUT", path, Map.of("description", "x".repeat(1_501))).status())
        .isEqualTo(422);
    assertThat(bob.get("/api/v1/statuses/" + post).json().get("edited_at").isNull()).isTrue();

    TestRows.execute(server, "UPDATE status SET deleted_at = now() WHERE id = " + post);
    assertThat(alice.json("PUT", path, words).status()).isEqualTo(404);
  }
}
