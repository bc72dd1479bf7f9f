package org.flashcrowd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.flashcrowd.cache.CacheDefinition;
import org.flashcrowd.cache.CacheDefinition.Audience;
import org.flashcrowd.cache.CacheDefinition.Lifetime;
import org.flashcrowd.config.Config;
import org.junit.jupiter.api.Test;

class NodeCachesTest {
  private static final Path DOCUMENT = Path.of("docs/caching.md");
  private static final List<CacheDefinition> CACHES = NodeCaches.of(Config.defaults().cache());

  @Test
  void document_table_isThatOfTheCode() throws IOException {
    assertThat(Files.readString(DOCUMENT)).contains(table());
  }

  @Test
  void memory_isSharedOutOnce() {
    assertThat(CACHES.stream().mapToInt(CacheDefinition::share).sum()).isBetween(90, 110);
  }

  /** Whatever a viewer's cache keeps is found by the viewer: {@code Caches} refuses other keys. */
  @Test
  void viewersCaches_keys_nameTheViewer() {
    assertThat(CACHES)
        .filteredOn(cache -> cache.audience() == Audience.VIEWER)
        .isNotEmpty()
        .allMatch(cache -> cache.row().key().contains("viewer"))
        .noneMatch(CacheDefinition::shared);
  }

  private static String table() {
    return "| cache | what | key | for | fresh | where | told of changes | when cold | without"
        + " Redis |\n"
        + "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
        + CACHES.stream().map(NodeCachesTest::line).collect(Collectors.joining());
  }

  private static String line(CacheDefinition cache) {
    CacheDefinition.Row row = cache.row();
    return "| `%s` | %s | %s | %s | %s | %s | %s | %s | %s |%n"
        .formatted(
            cache.name(),
            row.what(),
            row.key(),
            cache.audience() == Audience.VIEWER ? "one viewer" : "everybody",
            lifetime(cache.lifetime()),
            cache.shared() ? "memory, Redis" : "memory",
            row.invalidation(),
            row.cold(),
            row.noRedis());
  }

  private static String lifetime(Lifetime lifetime) {
    String fresh = text(lifetime.fresh());
    return lifetime.maxStale().isZero()
        ? fresh
        : fresh + "; " + text(lifetime.maxStale()) + " if need be";
  }

  private static String text(Duration time) {
    if (time.toDays() > 0) {
      return time.toDays() + " d";
    }
    return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }
}
