package org.flashcrowd.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.promises.Figures;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;

/**
 * What holds of every bad input, whatever else is promised of it: no 5xx, no stack trace, an answer
 * within two seconds, a heap that does not grow by 64 MB, and nothing left on disk.
 */
final class BadInputGuard {
  private static final Duration SLOWEST = Duration.ofSeconds(2);
  private static final long MOST_HEAP = 64L << 20;

  private final TestServer server;
  private final Figures figures;
  private final Set<String> files;
  private final long heap;
  private Duration slowest = Duration.ZERO;
  private int answers;

  BadInputGuard(TestServer server, Figures figures) {
    this.server = server;
    this.figures = figures;
    this.files = files();
    this.heap = heap();
  }

  /**
   * Bytes of what lasts or is large: a buffer of megabytes goes straight to the old generation. No
   * collection is asked for as a rule, since it stops the event loops that are watched meanwhile.
   */
  private static long heap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getName().contains("Old"))
        .mapToLong(pool -> pool.getUsage().getUsed())
        .sum();
  }

  private long grown() {
    return Math.max(0, heap() - heap);
  }

  private Set<String> files() {
    try (Stream<Path> walk = Files.walk(server.data())) {
      return walk.filter(Files::isRegularFile)
          .map(Path::toString)
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException | UncheckedIOException changing) {
      return Set.of("still changing");
    }
  }

  /** Sends one input, and holds its answer against what is promised of all of them. */
  ApiClient.Answer answer(Supplier<ApiClient.Answer> call) {
    ApiClient.Answer answer = timed(call);
    assertThat(answer.status()).as(answer.text()).isLessThan(500);
    saysNothingOfItself(answer.text());
    return answer;
  }

  /** The same for bytes as they come from the wire. */
  String exchange(Supplier<String> call) {
    String answer = timed(call);
    assertThat(answer).startsWith("HTTP/1.1 4");
    saysNothingOfItself(answer);
    return answer;
  }

  private <T> T timed(Supplier<T> call) {
    long before = System.nanoTime();
    T answer = call.get();
    Duration took = Duration.ofNanos(System.nanoTime() - before);
    slowest = took.compareTo(slowest) > 0 ? took : slowest;
    answers++;
    assertThat(took).isLessThan(SLOWEST);
    return answer;
  }

  private static void saysNothingOfItself(String answer) {
    assertThat(answer).doesNotContain("\tat ", "Exception", "org.flashcrowd");
  }

  /** What was refused has left nothing. */
  void nothingIsLeft() {
    figures.add("inputs", answers).add("slowest answer", slowest);
    long grown = grown();
    if (grown > MOST_HEAP) {
      // Perhaps nothing but what the test itself has thrown away.
      System.gc();
      grown = grown();
    }
    figures.add("heap grown", "%d MB".formatted(grown >> 20));
    assertThat(grown).isLessThan(MOST_HEAP);
    Uploads.until(() -> files.containsAll(files()));
    figures.add("files left", 0);
  }
}
