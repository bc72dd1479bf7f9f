package org.flashcrowd.statuses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.Test;

/** A photo and its post, through the whole server. */
class PhotoPostIT {
  @Test
  void create_rightAfterTheUpload_isReleasedWhenThePhotoIsReady() {
    try (TestServer server = TestServer.start()) {
      ApiClient alice = server.client().as(server.signUp("alice"));
      ApiClient.Answer upload =
          alice.upload(
              "POST",
              "/api/v2/media",
              "file",
              Pictures.jpeg(1200, 800),
              Map.of("description", "lake"));
      assertThat(upload.status()).as(upload.text()).isEqualTo(202);
      String photo = upload.json().get("id").asText();

      ApiClient.Answer posted =
          alice.post("/api/v1/statuses", Map.of("status", "Dawn", "media_ids[]", photo));
      assertThat(posted.status()).as(posted.text()).isEqualTo(200);
      String path = "/api/v1/statuses/" + posted.json().get("id").asText();

      Uploads.until(() -> server.client().get(path).status() == 200);
      JsonNode seen = server.client().get(path).json();
      assertThat(seen.get("pf_type").asText()).isEqualTo("photo");
      JsonNode attachment = seen.get("media_attachments").get(0);
      assertThat(attachment.get("description").asText()).isEqualTo("lake");
      assertThat(attachment.get("url").isNull()).isFalse();
      assertThat(attachment.get("blurhash").isNull()).isFalse();
      assertThat(
              alice.get("/api/v1/accounts/verify_credentials").json().get("statuses_count").asInt())
          .isEqualTo(1);
    }
  }
}
