package org.flashcrowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CompilerThreadsIT {
  // Of /proc/self/task/N/stat, counted from what follows the name.
  private static final int NICE = 16;

  /** In a process of its own: there is no way back for the compilers of this one. */
  @Test
  void putBehind_compilers_areBehindAndNobodyElse() throws Exception {
    assumeThat(Files.isDirectory(Path.of("/proc/self/task"))).as("Linux").isTrue();
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                CompilerThreadsIT.class.getName())
            .redirectErrorStream(true)
            .start();
    List<String> lines;
    try (BufferedReader output = child.inputReader()) {
      lines = output.lines().toList();
    } finally {
      child.destroy();
    }

    assertThat(lines)
        .anyMatch(line -> line.startsWith("C2 Compiler") && line.endsWith(" 10"))
        .anyMatch(line -> line.startsWith("C1 Compiler") && line.endsWith(" 10"))
        .filteredOn(line -> line.endsWith(" 10"))
        .allMatch(line -> line.contains("Compiler"));
    assertThat(lines).anyMatch(line -> line.endsWith(" 0"));
  }

  public static void main(String[] arguments) throws IOException {
    CompilerThreads.putBehind();
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      threads.forEach(CompilerThreadsIT::tell);
    }
  }

  private static void tell(Path thread) {
    try {
      String stat = Files.readString(thread.resolve("stat"));
      String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      System.out.println(name + " " + fields[NICE]);
    } catch (IOException ended) {
      System.out.println("ended");
    }
  }
}
