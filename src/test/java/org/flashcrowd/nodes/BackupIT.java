package org.flashcrowd.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flashcrowd.config.Secret;
import org.flashcrowd.config.ServiceUris;
import org.flashcrowd.dev.SavedPostgres;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The drill of docs/operations.md: the database is saved, then the photos, while people go on; both
 * are restored elsewhere, and hold everything that was acknowledged before.
 */
class BackupIT {
  private static final int PHOTOS = 5;

  @TempDir private Path folder;

  private TestServer site(TestServer any, String place, SavedPostgres postgres) {
    return any.secondNode(
        Map.of("FLASHCROWD_DATA_DIR", folder.resolve(place).toString()),
        new ServiceUris(new Secret(postgres.uri()), any.services().redis()));
  }

  @Test
  @Proves(Promise.OPERATIONS)
  void restored_databaseThenPhotos_hasEverythingFromBefore() throws IOException {
    try (TestServer any = TestServer.start();
        SavedPostgres postgres = SavedPostgres.create(folder.resolve("postgres"))) {
      Map<String, byte[]> photos = new HashMap<>();
      String token;
      try (TestServer first = site(any, "site", postgres)) {
        token = first.signUp("alice");
        ApiClient alice = first.client().as(token);
        for (int i = 0; i < PHOTOS; i++) {
          String path = posted(alice, i);
          photos.put(path, alice.get(path).bytes());
        }
        try (Crowd crowd = Crowd.at(first.uri(), token)) {
          crowd.call(50);

          postgres.save(folder.resolve("saved"));
          posted(alice, PHOTOS);
          SavedPostgres.copyTree(
              folder.resolve("site/media"), folder.resolve("restored/media"), file -> true);

          crowd.call(10);
          assertThat(crowd.failures()).isEmpty();
        }
      }

      try (SavedPostgres saved = SavedPostgres.start(folder.resolve("saved"));
          TestServer second = site(any, "restored", saved)) {
        ApiClient alice = second.client().as(token);
        assertThat(alice.get("/api/v1/accounts/verify_credentials").status()).isEqualTo(200);
        photos.forEach(
            (path, bytes) -> assertThat(second.client().get(path).bytes()).isEqualTo(bytes));
        assertThat(broken(alice)).isEmpty();
        assertThat(alice.post("/api/v1/statuses", Map.of("status", "life goes on")).status())
            .isEqualTo(200);

        // The control: a photo that was not saved is missed.
        SavedPostgres.deleteTree(folder.resolve("restored/media"));
        assertThat(broken(alice)).isNotEmpty();
      }
    }
  }

  /** Photos of one's own posts that cannot be shown. */
  private static List<String> broken(ApiClient client) {
    String account = client.get("/api/v1/accounts/verify_credentials").json().get("id").asText();
    JsonNode posts =
        client.get("/api/v1/accounts/" + account + "/statuses?only_media=true&limit=40").json();
    assertThat(posts).hasSizeGreaterThanOrEqualTo(PHOTOS);
    return posts.findValues("preview_url").stream()
        .map(url -> URI.create(url.asText()).getPath())
        .filter(path -> client.get(path).status() != 200)
        .toList();
  }

  /** Posts a photo; the path of its full size. */
  private static String posted(ApiClient client, int number) {
    ApiClient.Answer accepted =
        client.upload("POST", "/api/v2/media", "file", Pictures.jpeg(200, 150, number), Map.of());
    JsonNode media = Uploads.ready(client, accepted);
    client.post(
        "/api/v1/statuses",
        Map.of("status", "photo " + number, "media_ids[]", media.get("id").asText()));
    return URI.create(media.get("url").asText()).getPath();
  }
}
