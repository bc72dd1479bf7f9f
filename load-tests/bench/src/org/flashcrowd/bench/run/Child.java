package org.flashcrowd.bench.run;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program of the bench in a process of its own, on cores of its own: a bare counterpart or a
 * generator of load. Its last line of output is its answer.
 */
public final class Child implements AutoCloseable {
  private static final int STOP_SECONDS = 20;

  private final Process process;
  private final BufferedReader out;

  private Child(Process process) {
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts the main class {@code program}, on this JVM's class path and with the options that the
   * server has.
   */
  public static Child start(String cpus, Class<?> program, Object... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms32m",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dio.netty.jfr.enabled=false",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
    Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
    return start(Machine.on(cpus, command), Map.of());
  }

  static Child start(List<String> command, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    return new Child(builder.start());
  }

  public long pid() {
    return process.pid();
  }

  /** Waits for the line "ready PORT" of a program that listens. */
  public int port() throws IOException {
    String line = out.readLine();
    while (line != null && !line.startsWith("ready ")) {
      line = out.readLine();
    }
    if (line == null) {
      throw new IOException("a bare program ended before it was ready");
    }
    return Integer.parseInt(line.substring("ready ".length()));
  }

  /** Waits for its end; what its last line says. */
  public JsonObject answer() throws IOException, InterruptedException {
    return new JsonObject(lastLine());
  }

  String lastLine() throws IOException, InterruptedException {
    String last = "";
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      last = line;
    }
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException("a program of the bench failed with " + code + ": " + last);
    }
    return last;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
