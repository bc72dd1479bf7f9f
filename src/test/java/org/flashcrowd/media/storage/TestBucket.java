package org.flashcrowd.media.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of its own in a real S3 server, which all tests of a run share: S3Proxy, as a process,
 * with everything in its memory. It checks signatures.
 */
public final class TestBucket {
  private static final Path PROGRAM = Path.of("target/tools/s3proxy.jar");
  private static final String ACCESS_KEY = "flashcrowd";
  private static final String SECRET_KEY = "not so secret";
  private static final String REGION = "us-east-1";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static @Nullable URI running;

  private final URI endpoint;
  private final String name;

  private TestBucket(URI endpoint, String name) {
    this.endpoint = endpoint;
    this.name = name;
  }

  /** A new, empty one. */
  public static TestBucket fresh() {
    TestBucket bucket = new TestBucket(server(), "b-" + UUID.randomUUID());
    HttpResponse<String> made = bucket.request("PUT", "", new TreeMap<>());
    if (made.statusCode() != 200) {
      throw new AssertionError("no bucket: " + made.statusCode() + " " + made.body());
    }
    return bucket;
  }

  private static synchronized URI server() {
    URI known = running;
    if (known == null) {
      known = start();
      running = known;
    }
    return known;
  }

  private static URI start() {
    if (!Files.isRegularFile(PROGRAM)) {
      throw new AssertionError(PROGRAM + " is missing; mvn test-compile fetches it");
    }
    try {
      URI endpoint = URI.create("http://127.0.0.1:" + freePort());
      Path folder = Files.createTempDirectory("flashcrowd-s3");
      Path settings =
          Files.writeString(
              folder.resolve("s3proxy.conf"),
              String.join(
                  "\n",
                  "s3proxy.endpoint=" + endpoint,
                  "s3proxy.authorization=aws-v2-or-v4",
                  "s3proxy.identity=" + ACCESS_KEY,
                  "s3proxy.credential=" + SECRET_KEY,
                  "jclouds.provider=transient-nio2",
                  "jclouds.identity=any",
                  "jclouds.credential=any"));
      Path log = folder.resolve("log");
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx512m",
                  "-XX:TieredStopAtLevel=1",
                  "-DLOG_LEVEL=warn",
                  "-jar",
                  PROGRAM.toAbsolutePath().toString(),
                  "--properties",
                  settings.toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      awaitAnswer(endpoint, process, log);
      return endpoint;
    } catch (IOException notStarted) {
      throw new UncheckedIOException(notStarted);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  private static void awaitAnswer(URI endpoint, Process process, Path log) throws IOException {
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end) && process.isAlive()) {
      try {
        HTTP.send(
            HttpRequest.newBuilder(endpoint.resolve("/")).build(),
            HttpResponse.BodyHandlers.discarding());
        return;
      } catch (IOException notYet) {
        LockSupport.parkNanos(50_000_000);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new AssertionError(interrupted);
      }
    }
    throw new AssertionError("S3Proxy does not answer:\n" + Files.readString(log));
  }

  /** Where it is: another address may lead there too, as one through a wire that can be cut. */
  public URI endpoint() {
    return endpoint;
  }

  /** The settings of a server that keeps its photos here, as {@code FLASHCROWD_*} variables. */
  public Map<String, String> settings() {
    return Map.of(
        "FLASHCROWD_MEDIA_STORE", "s3",
        "FLASHCROWD_MEDIA_S3_ENDPOINT", endpoint.toString(),
        "FLASHCROWD_MEDIA_S3_REGION", REGION,
        "FLASHCROWD_MEDIA_S3_BUCKET", name,
        "FLASHCROWD_MEDIA_S3_ACCESS_KEY", ACCESS_KEY,
        "FLASHCROWD_MEDIA_S3_SECRET_KEY", SECRET_KEY);
  }

  /** The names of all objects in it, up to a thousand. */
  public List<String> names() {
    HttpResponse<String> listed = request("GET", "", new TreeMap<>(Map.of("list-type", "2")));
    List<String> names = new ArrayList<>();
    S3Listing.parse(listed.body()).forEach(entry -> names.add(entry.name()));
    return names;
  }

  private HttpResponse<String> request(
      String method, String object, SortedMap<String, String> query) {
    String path = "/" + name + (object.isEmpty() ? "" : "/" + object);
    Map<String, String> headers =
        new S3Signer(REGION, ACCESS_KEY, SECRET_KEY)
            .sign(
                new S3Signer.Signed(
                    method, path, query, Map.of("host", String.valueOf(endpoint.getAuthority()))),
                S3Signer.EMPTY,
                Instant.now());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(endpoint + S3Signer.target(path, query)))
            .timeout(PATIENCE)
            .method(method, HttpRequest.BodyPublishers.noBody());
    headers.forEach(
        (header, value) -> {
          if (!header.equals("host")) {
            request.header(header, value);
          }
        });
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}
