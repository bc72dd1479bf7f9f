package org.flashcrowd.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.Test;

/** A disk without room. Uploads that end in the middle: {@code faults.UploadCutIT}. */
class MediaFaultsIT {
  @Test
  @Proves(Promise.DISK_FULL)
  void upload_diskBelowItsFloor_isRefusedAndLeavesNothing() {
    try (TestServer server =
        TestServer.start(Map.of("FLASHCROWD_MEDIA_MIN_FREE_SPACE", "1000GB"))) {
      ApiClient alice = server.client().as(server.signUp("alice"));

      ApiClient.Answer answer =
          alice.upload("POST", "/api/v2/media", "file", Pictures.jpeg(400, 300), Map.of());

      assertThat(answer.status()).isEqualTo(507);
      assertThat(answer.json().get("error").asText()).contains("no room");
      Uploads.until(() -> files(server).isEmpty());
    }
  }

  private static List<Path> files(TestServer server) {
    try (Stream<Path> walk = Files.walk(server.data())) {
      return walk.filter(Files::isRegularFile).toList();
    } catch (IOException | UncheckedIOException changing) {
      return List.of(server.data());
    }
  }
}
