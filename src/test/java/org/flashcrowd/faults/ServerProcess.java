package org.flashcrowd.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flashcrowd.config.ServiceUris;
import org.flashcrowd.testing.ApiClient;

/** The server as an operator starts it, in a process that can be killed. */
public final class ServerProcess implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("for everybody \\(port (\\d+)\\)");
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final Queue<String> output = new ConcurrentLinkedQueue<>();

  private ServerProcess(Process process) {
    this.process = process;
    Thread.ofVirtual().start(this::read);
  }

  /**
   * Starts one and waits until it serves.
   *
   * @param data its data folder
   * @param settings {@code FLASHCROWD_*} variables beside those of a test
   * @param jvm options of its Java process, such as {@code -Xmx96m}
   */
  public static ServerProcess start(
      Path data, ServiceUris services, Map<String, String> settings, String... jvm) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(jvm));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "org.flashcrowd.Main", "serve"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("FLASHCROWD_DATA_DIR", data.toString());
    environment.put("FLASHCROWD_DATABASE_URI", services.database().value());
    environment.put("FLASHCROWD_REDIS_URI", services.redis().value());
    environment.put("FLASHCROWD_HTTP_HOST", "127.0.0.1");
    environment.put("FLASHCROWD_HTTP_PORT", "0");
    environment.put("FLASHCROWD_MANAGEMENT_PORT", "0");
    environment.put("FLASHCROWD_LIMITS_ENABLED", "false");
    environment.putAll(settings);
    try {
      ServerProcess server = new ServerProcess(builder.start());
      server.awaitPort();
      return server;
    } catch (IOException notStarted) {
      throw new UncheckedIOException(notStarted);
    }
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
        Matcher found = PORT.matcher(line);
        if (found.find()) {
          port.complete(Integer.parseInt(found.group(1)));
        }
      }
    } catch (IOException killed) {
      output.add(killed.toString());
    }
    port.completeExceptionally(new AssertionError("the server ended:\n" + output()));
  }

  private int awaitPort() {
    try {
      return port.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException failed) {
      close();
      throw new AssertionError("the server does not serve:\n" + output(), failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + awaitPort());
  }

  public ApiClient client() {
    return new ApiClient(uri());
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** What it has written so far. */
  public String output() {
    return String.join("\n", output);
  }

  /** {@code kill -9}, by its own id; returns when it is dead. */
  public void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("process " + process.pid() + " does not die");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
