package org.flashcrowd.bench.run;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real server in its own process, as bin/flashcrowd starts it, on cores of its own. */
public final class Flashcrowd implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();

  private final Process process;
  private final int port;
  private final double startMillis;

  private Flashcrowd(Process process, int port, double startMillis) {
    this.process = process;
    this.port = port;
    this.startMillis = startMillis;
  }

  /**
   * Starts a node and waits until it is ready.
   *
   * @param settings on top of what the bench sets: FLASHCROWD_* variables
   */
  public static Flashcrowd start(World world, String cpus, Map<String, String> settings)
      throws IOException, InterruptedException {
    int port = freePort();
    int management = freePort();
    Map<String, String> environment = new HashMap<>(world.environment());
    environment.put("FLASHCROWD_HTTP_HOST", "127.0.0.1");
    environment.put("FLASHCROWD_HTTP_PORT", String.valueOf(port));
    environment.put("FLASHCROWD_MANAGEMENT_PORT", String.valueOf(management));
    environment.put("FLASHCROWD_LIMITS_ENABLED", "false");
    environment.put("FLASHCROWD_LOGGING_LEVEL", "warn");
    // No load balancer has to notice that it leaves.
    environment.put("FLASHCROWD_DRAIN_NOTICE", "0s");
    environment.putAll(settings);
    ProcessBuilder builder =
        new ProcessBuilder(Machine.on(cpus, List.of("bin/flashcrowd", "serve")))
            .directory(Path.of("").toAbsolutePath().toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(world.folder().resolve("server.log").toFile());
    builder.environment().putAll(environment);
    long started = System.nanoTime();
    Process process = builder.start();
    URI ready = URI.create("http://127.0.0.1:" + management + "/health/ready");
    while (!answers(ready)) {
      if (!process.isAlive() || System.nanoTime() - started > PATIENCE.toNanos()) {
        process.destroy();
        throw new IOException("the server did not start; see " + world.folder() + "/server.log");
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
    return new Flashcrowd(process, port, (System.nanoTime() - started) / 1e6);
  }

  private static boolean answers(URI uri) throws InterruptedException {
    try {
      return HTTP.send(request(uri, ""), BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static HttpRequest request(URI uri, String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30));
    return (token.isEmpty() ? request : request.header("Authorization", "Bearer " + token)).build();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  public long pid() {
    return process.pid();
  }

  public String base() {
    return "http://127.0.0.1:" + port;
  }

  /** From the start of the process to the first answer of /health/ready. */
  public double startMillis() {
    return startMillis;
  }

  /** One answer, which must be a success. */
  public String get(String path, String token) throws IOException, InterruptedException {
    var answer = HTTP.send(request(URI.create(base() + path), token), BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(path + " answered " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  /** The answer to a form, which must be a success. */
  public String post(String path, String token, String form)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base() + path))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    var answer = HTTP.send(request, BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(path + " answered " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(45, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
