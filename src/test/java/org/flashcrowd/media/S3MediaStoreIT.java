package org.flashcrowd.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import org.flashcrowd.config.Config;
import org.flashcrowd.media.storage.StorageUnavailable;
import org.flashcrowd.media.storage.TestBucket;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.Test;

/** Photos in a bucket of a real S3 server, which checks signatures. */
class S3MediaStoreIT extends MediaStoreContract {
  private final TestBucket bucket = TestBucket.fresh();

  @Override
  MediaStore open(Vertx vertx) {
    return open(vertx, Map.of());
  }

  private MediaStore open(Vertx vertx, Map<String, String> more) {
    try {
      Files.createDirectories(folder.resolve("work"));
    } catch (IOException full) {
      throw new AssertionError(full);
    }
    Map<String, String> settings = new HashMap<>(bucket.settings());
    settings.put("FLASHCROWD_MEDIA_DIRECTORY", folder.toString());
    settings.put("FLASHCROWD_MEDIA_S3_PREFIX", "some/photos/");
    settings.putAll(more);
    return MediaStores.unmetered(vertx, Config.load(null, settings).media(), "test").photos();
  }

  @Test
  void put_wrongSecret_isRefused() throws IOException {
    Vertx vertx = Vertx.vertx();
    MediaStore store = open(vertx, Map.of("FLASHCROWD_MEDIA_S3_SECRET_KEY", "a guess"));
    String key = MediaKey.random();

    assertThatThrownBy(
            () ->
                TestServer.await(
                    store.put(
                        key,
                        Map.of("a.jpg", Files.writeString(folder.resolve("a.part"), "contents")))))
        .cause()
        .isInstanceOf(StorageUnavailable.class)
        .hasMessageContaining("403");
    assertThatThrownBy(() -> TestServer.await(store.find(key, "a.jpg")))
        .cause()
        .hasMessageContaining("403");
    assertThat(bucket.names()).isEmpty();
    TestServer.await(vertx.close());
  }
}
