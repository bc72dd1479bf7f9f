package org.flashcrowd.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link MediaStore} does. */
abstract class MediaStoreContract {
  @TempDir protected Path folder;
  private Vertx vertx;
  private MediaStore store;
  private String key;

  abstract MediaStore open(Vertx vertx);

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    store = open(vertx);
    key = MediaKey.random();
  }

  @AfterEach
  void close() {
    TestServer.await(vertx.close());
  }

  private Path file(String contents) {
    try {
      Path incoming = Files.createDirectories(folder.resolve("incoming"));
      return Files.writeString(Files.createTempFile(incoming, "a", ".part"), contents);
    } catch (IOException full) {
      throw new AssertionError(full);
    }
  }

  private void put(String name, String contents) {
    TestServer.await(store.put(key, Map.of(name, file(contents))));
  }

  private String contents(String of, String name) {
    return TestServer.await(
        store.withLocal(
            of,
            name,
            file ->
                vertx
                    .fileSystem()
                    .readFile(file.toString())
                    .map(bytes -> bytes.toString(StandardCharsets.UTF_8))));
  }

  private Optional<Long> length(String name) {
    return TestServer.await(store.find(key, name)).map(StoredFile::bytes);
  }

  @Test
  void put_files_areAllThere() {
    TestServer.await(
        store.put(key, Map.of("large.jpg", file("large"), "small.webp", file("small!"))));

    assertThat(contents(key, "large.jpg")).isEqualTo("large");
    assertThat(contents(key, "small.webp")).isEqualTo("small!");
    assertThat(length("small.webp")).hasValue(6L);
  }

  @Test
  void put_oneThatIsMissing_failsAndLeavesNone() {
    Map<String, Path> files = new LinkedHashMap<>();
    files.put("a.jpg", file("a"));
    files.put("b.jpg", folder.resolve("nothing here"));

    assertThatThrownBy(() -> TestServer.await(store.put(key, files)))
        .hasCauseInstanceOf(NoSuchFileException.class);
    assertThat(length("a.jpg")).isEmpty();
    assertThat(TestServer.await(store.list(key.substring(0, 4)))).isEmpty();
  }

  @Test
  void put_again_replacesTheContents() {
    put("a.jpg", "one");
    put("a.jpg", "two!");

    assertThat(contents(key, "a.jpg")).isEqualTo("two!");
  }

  @Test
  void withLocal_whatIsNot_failsAndDoesNothing() {
    AtomicReference<Path> called = new AtomicReference<>();

    assertThatThrownBy(
            () ->
                TestServer.await(
                    store.withLocal(
                        key,
                        "a.jpg",
                        file -> {
                          called.set(file);
                          return Future.succeededFuture(file);
                        })))
        .hasCauseInstanceOf(NoSuchFileException.class);
    assertThat(called).hasNullValue();
  }

  @Test
  void withLocal_workThatFails_failsSo() {
    put("a.jpg", "a");

    assertThatThrownBy(
            () ->
                TestServer.await(
                    store.withLocal(
                        key,
                        "a.jpg",
                        file -> Future.failedFuture(new IllegalStateException("mine")))))
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void find_whatIsNot_isEmpty() {
    assertThat(length("a.jpg")).isEmpty();
    assertThat(TestServer.await(store.open(key, "a.jpg"))).isEmpty();
  }

  @Test
  void find_strangeNames_areRefused() {
    assertThatThrownBy(() -> store.find(key, "../a.jpg"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.find("../../..", "a.jpg"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void withhold_pictures_areNotFoundUntilReleased() {
    put("a.jpg", "picture");
    put("upload", "raw");

    TestServer.await(store.withhold(key));
    TestServer.await(store.withhold(key));
    assertThat(length("a.jpg")).isEmpty();
    assertThat(TestServer.await(store.open(key, "a.jpg"))).isEmpty();
    assertThat(contents(key, "upload")).isEqualTo("raw");
    // Nor does the sweeper see them, which would take them for files of nobody.
    assertThat(TestServer.await(store.list(key.substring(0, 4))))
        .extracting(MediaStore.Entry::name)
        .containsExactly("upload");

    TestServer.await(store.release(key));
    TestServer.await(store.release(key));
    assertThat(contents(key, "a.jpg")).isEqualTo("picture");
  }

  @Test
  void delete_withheld_isGoneForGood() {
    put("a.jpg", "picture");
    TestServer.await(store.withhold(key));

    TestServer.await(store.delete(key));
    TestServer.await(store.release(key));

    assertThat(length("a.jpg")).isEmpty();
  }

  @Test
  void delete_oneOrAll_takesNothingElse() {
    String other = key.substring(0, 4) + MediaKey.random().substring(4);
    put("a.jpg", "a");
    put("b.jpg", "b");
    TestServer.await(store.put(other, Map.of("a.jpg", file("other"))));

    TestServer.await(store.delete(key, "a.jpg"));
    TestServer.await(store.delete(key, "a.jpg"));
    assertThat(length("a.jpg")).isEmpty();
    assertThat(length("b.jpg")).hasValue(1L);

    TestServer.await(store.delete(key));
    TestServer.await(store.delete(key));
    assertThat(length("b.jpg")).isEmpty();
    assertThat(contents(other, "a.jpg")).isEqualTo("other");
  }

  @Test
  void list_prefix_findsItsKeysAndTheirTime() {
    Instant before = Instant.now().minus(Duration.ofSeconds(5));
    put("a.jpg", "a");
    put("b.jpg", "b");

    List<MediaStore.Entry> found = TestServer.await(store.list(key.substring(0, 4)));

    assertThat(found)
        .extracting(MediaStore.Entry::name)
        .containsExactlyInAnyOrder("a.jpg", "b.jpg");
    assertThat(found).allMatch(entry -> entry.key().equals(key));
    assertThat(found).allMatch(entry -> entry.written().isAfter(before));
    String elsewhere = key.startsWith("0000") ? "0001" : "0000";
    assertThat(TestServer.await(store.list(elsewhere))).isEmpty();
  }
}
