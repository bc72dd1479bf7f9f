package org.flashcrowd;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flashcrowd.resilience.BehindOthers;

/**
 * The threads of the JIT compiler, which Linux gives as much of a core as those that answer people.
 * Blocking, for as long as it takes to read a few lines of {@code /proc}.
 */
final class CompilerThreads {
  private static final Path THREADS = Path.of("/proc/self/task");
  // As much of their names as Linux keeps (15 characters).
  private static final List<String> NAMES = List.of("C1 Compiler", "C2 Compiler");

  private CompilerThreads() {}

  /** Puts those that there are behind the others, for good; returns how many. */
  static int putBehind() {
    int found = 0;
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
      for (Path thread : threads) {
        if (NAMES.stream().anyMatch(name(thread)::startsWith)) {
          BehindOthers.put(Integer.parseInt(thread.getFileName().toString()));
          found++;
        }
      }
    } catch (IOException notLinux) {
      return found;
    }
    return found;
  }

  private static String name(Path thread) {
    try {
      return Files.readString(thread.resolve("comm"));
    } catch (IOException ended) {
      return "";
    }
  }
}
