package org.flashcrowd.media;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.flashcrowd.faults.ServerProcess;
import org.flashcrowd.promises.Figures;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures are worked on in a process beside the server, and whatever becomes of it. */
@Timeout(240)
class SeparateMediaIT {
  private static TestServer site;
  private static String token;

  private @Nullable ServerProcess started;

  @BeforeAll
  static void open() {
    // Gives the database and somebody who has signed up; it works on no photo.
    site = TestServer.start(Map.of("FLASHCROWD_ROLES", "http"));
    token = site.signUp("alice");
  }

  @AfterAll
  static void close() {
    site.close();
  }

  @AfterEach
  void stop() {
    if (started == null) {
      return;
    }
    Optional<ProcessHandle> child = child();
    server().close();
    // Also where the test failed: nothing is left.
    child.ifPresent(process -> Uploads.until(() -> !process.isAlive()));
  }

  private ApiClient start(Map<String, String> more, String... jvm) {
    Map<String, String> settings = new HashMap<>();
    settings.put("FLASHCROWD_MEDIA_PROCESS", "separate");
    settings.put("FLASHCROWD_MEDIA_ENGINE", "jdk");
    settings.put("FLASHCROWD_JOBS_LEASE", "4s");
    settings.put("FLASHCROWD_JOBS_HEARTBEAT", "1s");
    settings.putAll(more);
    ServerProcess server = ServerProcess.start(site.data(), site.services(), settings, jvm);
    started = server;
    return server.client().as(token);
  }

  private ServerProcess server() {
    return requireNonNull(started);
  }

  /** The process for pictures, where one runs. */
  private Optional<ProcessHandle> child() {
    return ProcessHandle.of(server().pid()).stream()
        .flatMap(ProcessHandle::children)
        .filter(ProcessHandle::isAlive)
        .findFirst();
  }

  private ProcessHandle working() {
    Uploads.until(
        () ->
            new ApiClient(server().management())
                    .get("/health/ready")
                    .text()
                    .contains("\"media-process\":\"ok\"")
                && child().isPresent());
    return child().orElseThrow();
  }

  private static ApiClient.Answer upload(ApiClient client, byte[] picture) {
    return client.upload("POST", "/api/v2/media", "file", picture, Map.of());
  }

  /** Reads on and on, to find out whether anybody would notice. */
  private static final class Reader implements AutoCloseable {
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Queue<Duration> times = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> reading;

    Reader(ApiClient client) {
      this.reading =
          CompletableFuture.runAsync(
              () -> {
                while (!ended.get()) {
                  long began = System.nanoTime();
                  assertThat(client.get("/api/v1/timelines/home").status()).isEqualTo(200);
                  times.add(Duration.ofNanos(System.nanoTime() - began));
                  LockSupport.parkNanos(10_000_000);
                }
              });
    }

    Duration p99() {
      List<Duration> sorted = times.stream().sorted().toList();
      return sorted.get(sorted.size() * 99 / 100);
    }

    @Override
    public void close() {
      ended.set(true);
      reading.join();
    }
  }

  @Test
  void process_killed_isReplacedAndNothingIsLost() {
    ApiClient alice = start(Map.of());
    ProcessHandle first = working();
    Uploads.ready(alice, Pictures.jpeg(300, 200));
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      ids.add(upload(alice, Pictures.jpeg(1200, 900, i)).json().get("id").asText());
    }

    assertThat(first.destroyForcibly()).isTrue();
    Uploads.until(() -> !first.isAlive());

    assertThat(ids).allMatch(id -> Uploads.processed(alice, id).status() == 200);
    assertThat(working().pid()).isNotEqualTo(first.pid());
  }

  @Test
  @Tag("faults")
  void process_serverKilledOrStopped_endsByItself() {
    start(Map.of());
    ProcessHandle first = working();
    server().kill();
    Uploads.until(() -> !first.isAlive());

    start(Map.of());
    ProcessHandle second = working();
    server().stop();
    assertThat(second.isAlive()).isFalse();
  }

  @Test
  @Tag("faults")
  @Proves(Promise.DECODER_DIES)
  void picture_hangs_failsAndTheProcessIsReplaced(Figures figures) {
    ApiClient alice = start(Map.of("FLASHCROWD_MEDIA_DECODE_TIMEOUT", "2s"), "-Dtest.png=hang");
    ProcessHandle first = working();
    try (Reader reader = new Reader(alice)) {
      long began = System.nanoTime();
      String id = upload(alice, Pictures.png(60, 40)).json().get("id").asText();

      ApiClient.Answer failed = Uploads.processed(alice, id);
      Uploads.until(() -> !first.isAlive());
      Duration stopped = Duration.ofNanos(System.nanoTime() - began);

      assertThat(failed.status()).isEqualTo(422);
      assertThat(failed.text()).contains("took longer than 2 seconds");
      // The control: the same server works on what does not hang.
      Uploads.ready(alice, Pictures.jpeg(80, 60));
      figures
          .within(Duration.ofSeconds(12), "process of a decoder that hangs replaced after", stopped)
          .within(Duration.ofMillis(250), "API p99 meanwhile", reader.p99());
    }
  }

  /** Each time it takes the process with it; after three the photo is given up. */
  @ParameterizedTest
  @ValueSource(strings = {"memory", "native", "crash"})
  @Tag("faults")
  @Proves(Promise.DECODER_DIES)
  void picture_takesTheProcessDown_isGivenUpAfterThree(String how, Figures figures) {
    ApiClient alice =
        start(
            Map.of(
                "FLASHCROWD_MEDIA_SEPARATE_HEAP", "128MB",
                "FLASHCROWD_MEDIA_SEPARATE_MAX_MEMORY", "600MB"),
            "-Dtest.png=" + how,
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + site.data().resolve("crash"));
    ProcessHandle first = working();
    try (Reader reader = new Reader(alice)) {
      long began = System.nanoTime();
      String id = upload(alice, Pictures.png(60, 40)).json().get("id").asText();
      Uploads.until(() -> !first.isAlive());
      Duration stopped = Duration.ofNanos(System.nanoTime() - began);

      ApiClient.Answer failed = Uploads.processed(alice, id);

      assertThat(failed.status()).isEqualTo(422);
      assertThat(failed.text()).contains("could not be processed");
      figures
          .within(Duration.ofSeconds(30), how + ": process ended after", stopped)
          .add(how + ": photo failed after", Duration.ofNanos(System.nanoTime() - began))
          .within(Duration.ofMillis(250), how + ": API p99 meanwhile", reader.p99());
      assertThat(new ApiClient(server().management()).get("/metrics").text())
          .containsPattern(
              "flashcrowd_media_process_ends_total\\{reason=\"%s\"} 3.0"
                  .formatted(how.equals("native") ? "memory" : "exit_[0-9]+"));
      Uploads.ready(alice, Pictures.jpeg(80, 60));
    }
  }

  @Test
  @Tag("faults")
  @Proves(Promise.DECODER_DIES)
  void process_frozen_isKilledAndReplaced(Figures figures) throws Exception {
    ApiClient alice = start(Map.of());
    ProcessHandle first = working();
    assertThat(new ProcessBuilder("kill", "-STOP", "" + first.pid()).start().waitFor()).isZero();
    long began = System.nanoTime();
    String id = upload(alice, Pictures.jpeg(300, 200)).json().get("id").asText();

    Uploads.until(() -> !first.isAlive());
    Duration stopped = Duration.ofNanos(System.nanoTime() - began);

    assertThat(Uploads.processed(alice, id).status()).isEqualTo(200);
    figures
        .within(Duration.ofSeconds(30), "frozen process killed after", stopped)
        .add("its photo ready after", Duration.ofNanos(System.nanoTime() - began));
  }
}
