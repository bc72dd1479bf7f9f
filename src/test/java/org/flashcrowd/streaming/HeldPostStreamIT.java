package org.flashcrowd.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.Test;

/** A post that waits for its photo is told of when it is published, after younger ones. */
class HeldPostStreamIT {
  @Test
  void update_ofHeldPost_comesWithItsPublication() {
    try (TestServer server =
        TestServer.start(Map.of("FLASHCROWD_ROLES", "http,feed,notify,schedule"))) {
      ApiClient alice = server.client().as(server.signUp("alice"));
      String bob = server.signUp("bob");
      String author = alice.get("/api/v1/accounts/verify_credentials").json().path("id").asText();
      server.client().as(bob).post("/api/v1/accounts/" + author + "/follow");
      try (LiveSocket home = LiveSocket.open(server, bob, "stream=user");
          LiveSocket photos = LiveSocket.open(server, bob, "stream=public:media")) {
        home.settle();
        photos.settle();

        String held = postWithPhoto(alice);
        String younger = id(alice.post("/api/v1/statuses", Map.of("status", "meanwhile")));
        assertThat(LiveSocket.id(home.next())).isEqualTo(younger);

        // Nobody processed pictures before this node does.
        try (TestServer pictures = server.secondNode(Map.of("FLASHCROWD_ROLES", "media"))) {
          JsonNode told = home.next("update");
          assertThat(told.path("id").asText()).isEqualTo(held).isLessThan(younger);
          assertThat(told.at("/media_attachments/0/url").isNull()).isFalse();
          assertThat(LiveSocket.id(photos.next())).isEqualTo(held);
          assertThat(pictures.server().port()).isEqualTo(-1);
        }
      }
    }
  }

  private static String postWithPhoto(ApiClient author) {
    String photo =
        id(author.upload("POST", "/api/v2/media", "file", Pictures.jpeg(600, 400), Map.of()));
    return id(author.post("/api/v1/statuses", Map.of("status", "Dawn", "media_ids[]", photo)));
  }

  private static String id(ApiClient.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isIn(200, 202);
    return answer.json().path("id").asText();
  }
}
