package org.flashcrowd.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The life of a photo through the API, from its upload to its bytes. */
class MediaIT {
  private static TestServer server;
  private static ApiClient alice;
  private static ApiClient bob;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    alice = server.client().as(server.signUp("alice"));
    bob = server.client().as(server.signUp("bob"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void upload_jpeg_isAcceptedAndBecomesReady() {
    ApiClient.Answer accepted =
        alice.upload(
            "POST",
            "/api/v2/media",
            "file",
            Pictures.jpeg(1600, 1200),
            Map.of("description", "A hill", "focus", "0.5,-2"));

    assertThat(accepted.status()).isEqualTo(202);
    assertThat(accepted.json().get("url").isNull()).isTrue();
    assertThat(accepted.json().at("/meta/original/size").asText()).isEqualTo("1600x1200");

    JsonNode ready = Uploads.ready(alice, accepted);

    assertThat(ready.get("url").asText()).matches("http://.*/media/[0-9a-f]{32}/original\\.jpg");
    assertThat(ready.get("preview_url").asText()).endsWith("/small.jpg");
    assertThat(ready.get("description").asText()).isEqualTo("A hill");
    assertThat(ready.get("blurhash").asText()).hasSizeGreaterThan(20);
    assertThat(ready.at("/meta/focus/x").asDouble()).isEqualTo(0.5);
    assertThat(ready.at("/meta/focus/y").asDouble()).isEqualTo(-1);
    assertThat(ready.at("/meta/small/size").asText()).isEqualTo("640x480");
  }

  @Test
  void upload_firstVersionOfTheApi_isAnsweredAtOnce() {
    ApiClient.Answer answer =
        alice.upload("POST", "/api/v1/media", "file", Pictures.jpeg(40, 30), Map.of());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("id").asText()).matches("\\d+");
  }

  @Test
  void upload_declaredJpegButPng_isTakenForWhatItIs() {
    JsonNode ready = Uploads.ready(alice, Pictures.png(300, 200));

    assertThat(ready.get("url").asText()).endsWith("/original.png");
  }

  @Test
  void upload_withoutToken_isUnauthorized() {
    assertThat(
            server
                .client()
                .upload("POST", "/api/v2/media", "file", Pictures.jpeg(40, 30), Map.of())
                .status())
        .isEqualTo(401);
  }

  @Test
  void upload_withoutFile_isRefusedWithTheField() {
    ApiClient.Answer answer = alice.post("/api/v2/media", Map.of("description", "nothing"));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().at("/errors/file/0").asText()).isEqualTo("can't be blank");
  }

  @Test
  void upload_focusThatIsNone_isRefused() {
    ApiClient.Answer answer =
        alice.upload(
            "POST", "/api/v2/media", "file", Pictures.jpeg(40, 30), Map.of("focus", "left"));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("error").asText()).contains("focus");
  }

  @Test
  void upload_descriptionTooLong_isRefused() {
    ApiClient.Answer answer =
        alice.upload(
            "POST",
            "/api/v2/media",
            "file",
            Pictures.jpeg(40, 30),
            Map.of("description", "x".repeat(1_501)));

    assertThat(answer.status()).isEqualTo(422);
  }

  @Test
  @Proves(Promise.ONE_VISIBILITY_RULE)
  void get_ofSomebodyElse_isNotFound() {
    String id = Uploads.ready(alice, Pictures.jpeg(40, 30)).get("id").asText();

    assertThat(bob.get("/api/v1/media/" + id).status()).isEqualTo(404);
    assertThat(bob.form("PUT", "/api/v1/media/" + id, Map.of("description", "x")).status())
        .isEqualTo(404);
    assertThat(bob.delete("/api/v1/media/" + id).status()).isEqualTo(404);
    assertThat(alice.get("/api/v1/media/" + id).status()).isEqualTo(200);
  }

  @Test
  void get_idThatCannotBe_isNotFound() {
    assertThat(alice.get("/api/v1/media/abc").status()).isEqualTo(404);
    assertThat(alice.get("/api/v1/media/9223372036854775808").status()).isEqualTo(404);
  }

  @Test
  void put_oneField_leavesTheOther() {
    ApiClient.Answer accepted =
        alice.upload(
            "POST",
            "/api/v2/media",
            "file",
            Pictures.jpeg(40, 30),
            Map.of("description", "before", "focus", "0.7,0.1"));
    String path = "/api/v1/media/" + accepted.json().get("id").asText();

    ApiClient.Answer described = alice.json("PUT", path, Map.of("description", "after"));
    ApiClient.Answer cleared = alice.form("PUT", path, Map.of("focus", ""));

    assertThat(described.status()).isEqualTo(200);
    assertThat(described.json().get("description").asText()).isEqualTo("after");
    assertThat(described.json().at("/meta/focus/x").asDouble()).isEqualTo(0.7);
    assertThat(cleared.json().get("description").asText()).isEqualTo("after");
    assertThat(cleared.json().at("/meta").has("focus")).isFalse();
  }

  @Test
  void delete_unattached_removesItsFilesToo() {
    JsonNode ready = Uploads.ready(alice, Pictures.jpeg(40, 30));
    String file = ready.get("url").asText().replaceFirst("^https?://[^/]+", "");
    assertThat(alice.get(file).status()).isEqualTo(200);

    ApiClient.Answer deleted = alice.delete("/api/v1/media/" + ready.get("id").asText());

    assertThat(deleted.status()).isEqualTo(200);
    assertThat(alice.get("/api/v1/media/" + ready.get("id").asText()).status()).isEqualTo(404);
    Uploads.until(() -> alice.get(file).status() == 404);
  }
}
