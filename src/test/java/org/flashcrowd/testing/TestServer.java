package org.flashcrowd.testing;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.flashcrowd.Server;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.Secret;
import org.flashcrowd.config.ServiceUris;

/**
 * The real server on a port of its own, with a database, a Redis and a data folder of its own;
 * blocking, for tests. Several may share one database, as the nodes of a site do.
 */
public final class TestServer implements AutoCloseable {
  /** Everybody's, who was signed up by {@link #signUp}. */
  public static final String PASSWORD = "correct horse battery";

  private static final long PATIENCE_SECONDS = 30;

  private final Server server;
  private final ServiceUris services;
  private final Path data;
  private final List<AutoCloseable> owned;
  private final Newcomers newcomers = new Newcomers();

  private TestServer(Server server, ServiceUris services, Path data, List<AutoCloseable> owned) {
    this.server = server;
    this.services = services;
    this.data = data;
    this.owned = owned;
  }

  /** A server with the default settings but without rate limits, and without answers kept. */
  public static TestServer start() {
    return start(Map.of());
  }

  /** A server with some settings changed, as {@code FLASHCROWD_*} variables. */
  public static TestServer start(Map<String, String> settings) {
    TestDatabase database = TestDatabase.fresh();
    ServiceUris services = new ServiceUris(new Secret(database.uri()), new Secret(TestRedis.uri()));
    Path data = temporaryFolder();
    return start(settings, services, data, List.of(database, () -> delete(data)));
  }

  /** The same on a database that is there already, which stays. */
  public static TestServer startOn(String database, Map<String, String> settings) {
    ServiceUris services = new ServiceUris(new Secret(database), new Secret(TestRedis.uri()));
    Path data = temporaryFolder();
    return start(settings, services, data, List.of(() -> delete(data)));
  }

  /** Another node of this server's site: the same database, Redis and media. */
  public TestServer secondNode(Map<String, String> settings) {
    return start(settings, services, data, List.of());
  }

  /** The same by other ways to the services, such as a wire that can be cut. */
  public TestServer secondNode(Map<String, String> settings, ServiceUris by) {
    return start(settings, by, data, List.of());
  }

  private static TestServer start(
      Map<String, String> settings, ServiceUris services, Path data, List<AutoCloseable> owned) {
    Map<String, String> environment = new HashMap<>();
    environment.put("FLASHCROWD_DATA_DIR", data.toString());
    environment.put("FLASHCROWD_HTTP_HOST", "127.0.0.1");
    environment.put("FLASHCROWD_HTTP_PORT", "0");
    environment.put("FLASHCROWD_MANAGEMENT_PORT", "0");
    environment.put("FLASHCROWD_INSTANCES_HTTP", "2");
    environment.put("FLASHCROWD_LIMITS_ENABLED", "false");
    // A busy machine is no outage; tests of outages say so themselves.
    environment.put("FLASHCROWD_HTTP_READ_TIMEOUT", "20s");
    environment.put("FLASHCROWD_HTTP_WRITE_TIMEOUT", "20s");
    // Most tests look at what they have just done, as somebody who is not signed in.
    environment.put("FLASHCROWD_CACHE_PAGES", "0s");
    environment.put("FLASHCROWD_AUTH_ARGON2_MEMORY_KIB", "64");
    environment.put("FLASHCROWD_AUTH_ARGON2_ITERATIONS", "1");
    environment.putAll(settings);
    Server server = await(Server.start(Config.load(null, environment), services));
    // Loading classes may hold up a loop while nobody can ask it anything yet.
    BlockedLoops.forget();
    return new TestServer(server, services, data, owned);
  }

  /** Waits for a future, and fails the test when it fails or takes too long. */
  public static <T> T await(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw new AssertionError(failed.getCause());
    } catch (TimeoutException late) {
      throw new AssertionError("not done after " + PATIENCE_SECONDS + " s", late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  public ApiClient client() {
    return new ApiClient(uri());
  }

  /**
   * Signs somebody up through an application, with every scope.
   *
   * @return their token; their e-mail address is {@code name@example.org} and their password {@link
   *     #PASSWORD}
   */
  public String signUp(String name) {
    return newcomers.signUp(client(), name);
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  public URI managementUri() {
    return URI.create("http://127.0.0.1:" + server.managementPort());
  }

  public Server server() {
    return server;
  }

  public ServiceUris services() {
    return services;
  }

  /** The folder that media and temporary files are under. */
  public Path data() {
    return data;
  }

  @Override
  public void close() {
    await(server.stop());
    for (AutoCloseable one : owned) {
      try {
        one.close();
      } catch (Exception broken) {
        throw new AssertionError(broken);
      }
    }
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("flashcrowd-test");
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
