package org.flashcrowd.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.config.Secret;
import org.flashcrowd.config.ServiceUris;
import org.flashcrowd.promises.Figures;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.Newcomers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten times as many requests as the server answers at its best, for a minute. The server with its
 * own PostgreSQL and Redis has one half of the cores, the load generator the other.
 *
 * <p>The mixture is what apps ask for: every second request somebody's home, a fifth the public
 * timeline, then single posts, notifications and profiles, and one in forty a new post.
 */
@Tag("faults")
class OverloadIT {
  private static final int PEOPLE = 20;
  private static final int POSTS = 15;
  private static final String FACTOR = System.getProperty("overload.factor", "10");
  private static final int SECONDS = Integer.getInteger("overload.seconds", 60);

  @TempDir private static Path folder;

  /** The server, the processes it started, and what is asked of it. */
  private record Site(ServerProcess server, Path data, Path requests) implements AutoCloseable {
    @Override
    public void close() {
      server.close();
      // A killed server leaves its PostgreSQL and Redis running; some are no children of it.
      List<ProcessHandle> services =
          ProcessHandle.allProcesses()
              .filter(one -> one.info().commandLine().orElse("").contains(data.toString()))
              .toList();
      services.forEach(ProcessHandle::destroy);
      services.forEach(service -> service.onExit().orTimeout(20, TimeUnit.SECONDS).join());
    }
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static Site site(String name, Map<String, String> settings) throws Exception {
    Path data = Files.createDirectories(folder.resolve(name));
    Map<String, String> all = new HashMap<>(settings);
    all.put("FLASHCROWD_INSTANCES_HTTP", Integer.toString(Math.max(1, cores() / 2)));
    all.put("FLASHCROWD_AUTH_ARGON2_MEMORY_KIB", "64");
    ServiceUris embedded = new ServiceUris(new Secret(""), new Secret(""));
    // What it starts inherits its cores.
    ServerProcess server =
        ServerProcess.start(
            List.of("taskset", "-c", "0-" + (cores() / 2 - 1)), data, embedded, all, jvm());
    Path requests = folder.resolve(name + ".requests");
    Files.write(requests, requests(server.client()));
    return new Site(server, data, requests);
  }

  private static String[] jvm() {
    List<String> options = new ArrayList<>(List.of("-XX:TieredStopAtLevel=4", "-Xmx512m"));
    String more = System.getProperty("overload.jvm", "");
    options.addAll(more.isEmpty() ? List.of() : List.of(more.split(" ")));
    return options.toArray(String[]::new);
  }

  /** People who follow each other and have posted; returns what is to be asked, a line each. */
  private static List<String> requests(ApiClient client) {
    Newcomers newcomers = new Newcomers();
    List<String> tokens = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      String token = newcomers.signUp(client, "member" + i);
      tokens.add(token);
      ids.add(
          client.as(token).get("/api/v1/accounts/verify_credentials").json().get("id").asText());
    }
    List<String> posts = new ArrayList<>();
    for (String token : tokens) {
      ApiClient member = client.as(token);
      ids.forEach(id -> member.post("/api/v1/accounts/" + id + "/follow", Map.of()));
      for (int i = 0; i < POSTS; i++) {
        posts.add(
            member
                .post("/api/v1/statuses", Map.of("status", "A morning by the sea, part " + i))
                .json()
                .get("id")
                .asText());
      }
    }
    return mixture(tokens, ids, posts);
  }

  private static List<String> mixture(List<String> tokens, List<String> ids, List<String> posts) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      String token = tokens.get(i);
      for (int j = 0; j < 20; j++) {
        lines.add("home\tGET\t/api/v1/timelines/home\t" + token + "\t-");
      }
      for (int j = 0; j < 8; j++) {
        lines.add("public\tGET\t/api/v1/timelines/public\t-\t-");
      }
      for (int j = 0; j < 4; j++) {
        lines.add("post\tGET\t/api/v1/statuses/" + posts.get(i * POSTS + j) + "\t-\t-");
        lines.add("notifications\tGET\t/api/v1/notifications\t" + token + "\t-");
      }
      for (int j = 0; j < 3; j++) {
        lines.add("profile\tGET\t/api/v1/accounts/" + ids.get(i) + "/statuses\t" + token + "\t-");
      }
      lines.add("write\tPOST\t/api/v1/statuses\t" + token + "\t{\"status\":\"One more\"}");
    }
    return lines;
  }

  /** Runs the generator on the other half of the cores. */
  private static Map<String, Double> load(Site site, String factor, int seconds) throws Exception {
    Process generator =
        new ProcessBuilder(
                "taskset",
                "-c",
                (cores() / 2) + "-" + (cores() - 1),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                LoadGenerator.class.getName(),
                Integer.toString(site.server().uri().getPort()),
                site.requests().toString(),
                factor,
                Integer.toString(seconds))
            .redirectErrorStream(true)
            .start();
    Map<String, Double> figures = new LinkedHashMap<>();
    try (BufferedReader lines = generator.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println("load: " + line);
        String[] parts = line.split(" ", 2);
        if (parts.length == 2 && parts[1].matches("[0-9.]+")) {
          figures.put(parts[0], Double.valueOf(parts[1]));
          if (parts[0].equals("peak")) {
            figures.put("rss-before", kilobytes(site, "VmRSS"));
          } else if (parts[0].equals("offered")) {
            figures.put("rss-after", kilobytes(site, "VmRSS"));
          }
        }
      }
    } finally {
      generator.destroy();
    }
    assertThat(figures).as("the generator's figures").containsKeys("goodput", "normal-after");
    return figures;
  }

  private static double kilobytes(Site site, String name) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(site.server().pid()), "status"))
        .stream()
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Proves(Promise.OVERLOAD)
  void load_tenTimesThePeak_isAnsweredInTimeOrRefusedAtOnce(Figures figures) throws Exception {
    assumeThat(cores()).as("the server and the load have cores of their own").isGreaterThan(1);
    Map<String, Double> run;
    try (Site site = site("governed", Map.of())) {
      run = load(site, FACTOR, SECONDS);
    }
    double goodput = of(run, "goodput") / of(run, "peak");
    double growth = of(run, "rss-after") - of(run, "rss-before");
    figures
        .add("peak", Math.round(of(run, "peak")) + "/s")
        .add("offered", Math.round(of(run, "offered")) + "/s")
        .add("sent", Math.round(of(run, "sent")) + "/s")
        .add("generator late, p99", millis(run, "generator-late-p99"))
        .add("goodput", Math.round(of(run, "goodput")) + "/s, " + Math.round(100 * goodput) + " %")
        .add("of it home timelines", ofPeak(run, "home"))
        .add("of it posts written", ofPeak(run, "write"))
        .add("accepted p99", millis(run, "accepted-p99"))
        .add("refused p99", millis(run, "refused-p99"))
        .add("refused at the latest", millis(run, "refused-max"))
        .add("normal after", Duration.ofSeconds((long) of(run, "normal-after")))
        .add("RSS grew by", Math.round(growth / 1024) + " MB");
    assertThat(of(run, "sent"))
        .as("a generator that sends what it says")
        .isGreaterThan(0.95 * of(run, "offered"));
    assertThat(of(run, "without-retry-after")).isZero();
    assertThat(of(run, "failed")).isZero();
    List<String> missed = missed(run, goodput, growth);
    figures.require(missed.isEmpty(), String.join("; ", missed));
  }

  /** Each part of the promise that was not kept. */
  private static List<String> missed(Map<String, Double> run, double goodput, double growth) {
    List<String> missed = new ArrayList<>();
    if (goodput < 0.9) {
      missed.add("goodput is below 90 % of the peak");
    }
    if (of(run, "accepted-p99") >= 250) {
      missed.add("accepted p99 is not below 250 ms");
    }
    if (of(run, "refused-p99") >= 50) {
      missed.add("refused p99 is not below 50 ms");
    }
    if (of(run, "normal-after") >= 10) {
      missed.add("it is not normal within 10 s");
    }
    if (growth >= 64 << 10) {
      missed.add("memory grew by 64 MB and more");
    }
    return missed;
  }

  /**
   * The mixture of what is answered is not that of what is asked: what is kept ready is never
   * refused.
   */
  private static String ofPeak(Map<String, Double> run, String kind) {
    double share = of(run, "goodput-" + kind) / of(run, "peak-" + kind);
    return Math.round(of(run, "goodput-" + kind)) + "/s, " + Math.round(100 * share) + " % of peak";
  }

  private static double of(Map<String, Double> run, String name) {
    return Objects.requireNonNull(run.get(name), name);
  }

  private static Duration millis(Map<String, Double> run, String name) {
    return Duration.ofNanos((long) (of(run, name) * 1e6));
  }

  /** The control: without the governor the same load makes everybody wait. */
  @Test
  void load_governorOff_missesThePromise() throws Exception {
    assumeThat(cores()).isGreaterThan(1);
    try (Site site = site("ungoverned", Map.of("FLASHCROWD_SURGE_ENABLED", "false"))) {
      Map<String, Double> run = load(site, FACTOR, Math.min(SECONDS, 20));
      boolean kept =
          of(run, "goodput") >= 0.9 * of(run, "peak")
              && of(run, "accepted-p99") < 250
              && of(run, "refused-p99") < 50;
      assertThat(kept).isFalse();
    }
  }
}
