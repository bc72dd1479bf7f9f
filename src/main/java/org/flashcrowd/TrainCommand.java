package org.flashcrowd;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.flashcrowd.cli.RootCommand;
import org.flashcrowd.cli.VersionCommand;
import org.flashcrowd.config.Config;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/**
 * {@code train}: starts the server on throwaway data, asks it a little and stops it, so that a JVM
 * that records what it loads ({@code -XX:AOTCacheOutput}) learns what a start needs.
 */
@Command(
    name = "train",
    hidden = true,
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    description = "Start and stop on throwaway data, for bin/flashcrowd to record a fast start.")
final class TrainCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final List<String> ASKED =
      List.of("/api/v2/instance", "/api/v1/timelines/public", "/", "/nothing-here");

  @ParentCommand private @Nullable RootCommand root;

  @Override
  public Integer call() throws Exception {
    requireNonNull(root).quietConfig();
    Path data = Files.createTempDirectory("flashcrowd-train");
    try {
      train(data);
    } finally {
      delete(data);
    }
    return 0;
  }

  private static void train(Path data) throws Exception {
    Node node =
        new Node(
            Config.load(
                null,
                Map.of(
                    "FLASHCROWD_DATA_DIR", data.toString(),
                    "FLASHCROWD_HTTP_HOST", "127.0.0.1",
                    "FLASHCROWD_HTTP_PORT", "0",
                    "FLASHCROWD_MANAGEMENT_PORT", "0")),
            null);
    Thread stop = new Thread(node::stop, "stop");
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      node.start();
      ask(node.server());
    } finally {
      node.stop();
    }
  }

  /** What comes back does not matter: a page that is missing loads classes too. */
  private static void ask(Server server) throws IOException, InterruptedException {
    try (HttpClient client = client()) {
      for (String path : ASKED) {
        get(client, server.port(), path);
      }
      get(client, server.managementPort(), "/metrics");
      get(client, server.managementPort(), "/health/ready");
    }
  }

  private static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(PATIENCE)
        .build();
  }

  private static void get(HttpClient client, int port, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(PATIENCE)
            .build();
    client.send(request, HttpResponse.BodyHandlers.discarding());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
