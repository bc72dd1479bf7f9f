package org.flashcrowd.clients;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program for Node.js kept under {@code src/test/clients}, with what it needs from npm in a copy
 * under {@code target}, so that nothing of it gets among the sources. Blocking.
 */
final class NodeProgram {
  private static final Duration ASK = Duration.ofSeconds(20);

  /** How a command ended, and everything it printed. */
  record Ended(boolean inTime, int code, String output) {
    boolean well() {
      return inTime && code == 0;
    }

    String lastLine() {
      return output.lines().filter(line -> !line.isBlank()).reduce((_, last) -> last).orElse("");
    }
  }

  private final Path folder;

  private NodeProgram(Path folder) {
    this.folder = folder;
  }

  /** Node's version as it says it itself, as {@code v22.1.0}; empty where there is no Node. */
  static Optional<String> nodeVersion() throws IOException, InterruptedException {
    if (!onPath("node") || !onPath("npm")) {
      return Optional.empty();
    }
    Ended ended = run(Path.of("").toAbsolutePath(), ASK, List.of("node", "--version"));
    return ended.well() ? Optional.of(ended.lastLine()) : Optional.empty();
  }

  private static boolean onPath(String command) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }

  /** A fresh copy of the program's own files; what npm had installed beside them stays. */
  static NodeProgram copied(String name) throws IOException {
    Path from = Path.of("src/test/clients", name);
    Path to = Path.of("target/clients", name);
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.write(to.resolve(file.getFileName()), Files.readAllBytes(file));
      }
    }
    return new NodeProgram(to);
  }

  /** Asks npm for what {@code package.json} names; quick where it is there already. */
  Ended install(Duration deadline) throws IOException, InterruptedException {
    return run(
        folder,
        deadline,
        List.of(
            "npm",
            "install",
            "--prefer-offline",
            "--ignore-scripts",
            "--fetch-retries=1",
            "--fetch-timeout=20000"));
  }

  Ended run(Duration deadline, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("node"));
    command.addAll(List.of(arguments));
    return run(folder, deadline, command);
  }

  /** Ends whatever is still running at the deadline, with what it started. */
  private static Ended run(Path folder, Duration deadline, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("flashcrowd-node", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      process.getOutputStream().close();
      boolean inTime = process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
      if (!inTime) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
      return new Ended(
          inTime, process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    } finally {
      Files.delete(output);
    }
  }
}
