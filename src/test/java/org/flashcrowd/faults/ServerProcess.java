package org.flashcrowd.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
import java.util.stream.Stream;
import org.flashcrowd.config.ServiceUris;
import org.flashcrowd.dev.Signals;
import org.flashcrowd.testing.ApiClient;

/** The server as an operator starts it, in a process that can be killed. */
public final class ServerProcess implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("for everybody \\(port (\\d+)\\)");
  private static final Pattern MANAGEMENT = Pattern.compile(":(\\d+)/metrics");
  private static final long PATIENCE_SECONDS = 120;
  private static final int MOST_LINES = 60;

  private final Process process;
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final CompletableFuture<Integer> management = new CompletableFuture<>();
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
    return start(List.of(), data, services, settings, jvm);
  }

  /**
   * The same behind another program that runs it, such as {@code taskset -c 0}.
   *
   * @param by the program and its arguments
   */
  public static ServerProcess start(
      List<String> by,
      Path data,
      ServiceUris services,
      Map<String, String> settings,
      String... jvm) {
    List<String> command = new ArrayList<>(by);
    command.addAll(program(jvm));
    command.add("serve");
    ProcessBuilder builder = builder(command, data, services);
    Map<String, String> environment = builder.environment();
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

  /** Runs a command to its end, as an operator does beside the server, and returns what it says. */
  public static String command(Path data, ServiceUris services, String... arguments) {
    List<String> command = program();
    command.addAll(List.of(arguments));
    try {
      Process process = builder(command, data, services).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError(String.join(" ", arguments) + " fails:\n" + said);
      }
      return said;
    } catch (IOException notStarted) {
      throw new UncheckedIOException(notStarted);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  private static List<String> program(String... jvm) {
    List<String> program = new ArrayList<>();
    program.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    program.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
    program.addAll(List.of(jvm));
    program.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.flashcrowd.Main"));
    return program;
  }

  private static ProcessBuilder builder(List<String> command, Path data, ServiceUris services) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("FLASHCROWD_DATA_DIR", data.toString());
    environment.put("FLASHCROWD_DATABASE_URI", services.database().value());
    environment.put("FLASHCROWD_REDIS_URI", services.redis().value());
    return builder;
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
        take(PORT, line, port);
        take(MANAGEMENT, line, management);
      }
    } catch (IOException killed) {
      output.add(killed.toString());
    }
    AssertionError ended = new AssertionError("the server ended:\n" + output());
    port.completeExceptionally(ended);
    management.completeExceptionally(ended);
  }

  private static void take(Pattern pattern, String line, CompletableFuture<Integer> port) {
    Matcher found = pattern.matcher(line);
    if (found.find()) {
      port.complete(Integer.parseInt(found.group(1)));
    }
  }

  private int awaitPort() {
    return await(port);
  }

  private int await(CompletableFuture<Integer> said) {
    try {
      return said.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
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

  /** Where operators ask. */
  public URI management() {
    return URI.create("http://127.0.0.1:" + await(management));
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

  /** The last of what it has written. */
  public String output() {
    List<String> lines = List.copyOf(output);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
  }

  /** A figure of {@code /proc/<pid>/status} in kilobytes, such as VmRSS or VmHWM. */
  public long kilobytes(String field) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith(field + ":"))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToLong(Long::parseLong)
          .findFirst()
          .orElseThrow();
    } catch (IOException notLinux) {
      throw new UncheckedIOException(notLinux);
    }
  }

  /** Its open file descriptors: what each is open on. */
  public List<String> openFiles() {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + pid() + "/fd"))) {
      return files.map(ServerProcess::target).sorted().toList();
    } catch (IOException notLinux) {
      throw new UncheckedIOException(notLinux);
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closedMeanwhile) {
      return "closed";
    }
  }

  /** SIGSTOP: it keeps its connections and does nothing. */
  public void freeze() {
    Signals.send("STOP", List.of(process.toHandle()));
  }

  /** Ends {@link #freeze}. */
  public void thaw() {
    Signals.send("CONT", List.of(process.toHandle()));
  }

  /** SIGTERM, as an operator stops it; returns when it has ended. */
  public void stop() {
    process.destroy();
    awaitEnd();
  }

  /** {@code kill -9}, by its own id; returns when it is dead. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("process " + process.pid() + " does not end");
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
