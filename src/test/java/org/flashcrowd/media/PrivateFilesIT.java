package org.flashcrowd.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.flashcrowd.config.Config;
import org.flashcrowd.media.storage.TestBucket;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What archives and emojis do with either store. */
class PrivateFilesIT {
  @TempDir private Path folder;
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    TestServer.await(vertx.close());
  }

  private Config config(String store) {
    Map<String, String> settings = new HashMap<>();
    if (store.equals("s3")) {
      settings.putAll(TestBucket.fresh().settings());
    }
    settings.put("FLASHCROWD_MEDIA_DIRECTORY", folder.resolve("media").toString());
    return Config.load(null, settings);
  }

  @ParameterizedTest
  @ValueSource(strings = {"disk", "s3"})
  void file_keptFoundCopiedDeleted_isSo(String store) throws IOException {
    PrivateFiles files =
        MediaStores.unmetered(vertx, config(store).media(), "test").privateFiles("archives");
    Path written = Files.writeString(folder.resolve("written"), "an archive");

    TestServer.await(files.keep("7-a.zip", written));

    assertThat(written).doesNotExist();
    assertThat(TestServer.await(files.list("7-"))).containsExactly("7-a.zip");
    assertThat(TestServer.await(files.list("77-"))).isEmpty();
    assertThat(TestServer.await(files.copy("7-a.zip", folder.resolve("copy")))).isTrue();
    assertThat(folder.resolve("copy")).hasContent("an archive");
    assertThat(TestServer.await(files.open("7-a.zip")).orElseThrow().bytes()).isEqualTo(10);

    TestServer.await(files.delete("7-a.zip"));
    TestServer.await(files.delete("7-a.zip"));
    assertThat(TestServer.await(files.open("7-a.zip"))).isEmpty();
    assertThat(TestServer.await(files.copy("7-a.zip", folder.resolve("none")))).isFalse();
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"disk", "s3"})
  void emoji_addedAndDeleted_isThereAndGone(String store) throws IOException {
    Config config = config(store);
    SmallPictures emojis = SmallPictures.named(vertx, config, "emojis");
    Path picture = Files.write(folder.resolve("sun.png"), Pictures.png(32, 32));

    SmallPictures.Kept kept = TestServer.await(emojis.add(picture));

    MediaStore there = MediaStores.unmetered(vertx, config.media(), "test").apart("emojis");
    assertThat(TestServer.await(there.find(kept.key(), kept.file()))).isPresent();
    TestServer.await(emojis.delete(kept.key()));
    assertThat(TestServer.await(there.find(kept.key(), kept.file()))).isEmpty();
  }
}
