package org.flashcrowd.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.flashcrowd.promises.Figures;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Photos on a file system of their own, of 24 MB, which is really full. */
class DiskFullIT {
  private static final int UPLOAD = 3 * 1024 * 1024;

  @TempDir private Path folder;
  private Path disk;
  private TestServer server;
  private ApiClient alice;

  @BeforeEach
  void start() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk.toString()),
        "a file system can be mounted by root alone");
    server =
        TestServer.start(
            Map.of(
                "FLASHCROWD_MEDIA_DIRECTORY",
                disk.toString(),
                "FLASHCROWD_MEDIA_MIN_FREE_SPACE",
                "0"));
    alice = server.client().as(server.signUp("alice"));
  }

  @AfterEach
  void stop() throws Exception {
    if (server != null) {
      server.close();
      assertThat(run("umount", disk.toString())).isTrue();
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException absent) {
      return false;
    }
  }

  private ApiClient.Answer upload(byte[] picture) {
    return alice.upload("POST", "/api/v2/media", "file", picture, Map.of());
  }

  /** Takes all the room but so many bytes. */
  private Path fill(long left) throws IOException {
    Path ballast = disk.resolve("ballast");
    long size = disk.toFile().getUsableSpace() - left;
    try (OutputStream out = Files.newOutputStream(ballast)) {
      byte[] block = new byte[64 * 1024];
      for (long written = 0; written < size; written += block.length) {
        out.write(block, 0, (int) Math.min(block.length, size - written));
      }
    }
    return ballast;
  }

  private List<Path> files() {
    try (Stream<Path> walk = Files.walk(disk)) {
      return walk.filter(Files::isRegularFile).filter(file -> !file.endsWith("ballast")).toList();
    } catch (IOException | UncheckedIOException changing) {
      return List.of(disk);
    }
  }

  @Test
  @Proves(Promise.DISK_FULL)
  void upload_fullDisk_isRefusedUntilThereIsRoom(Figures figures) throws Exception {
    String shown =
        Uploads.ready(alice, Pictures.jpeg(800, 600))
            .get("url")
            .asText()
            .replaceFirst("^https?://[^/]+", "");
    Uploads.until(() -> files().size() == 4);
    Path ballast = fill(1024 * 1024);

    for (int i = 0; i < 5; i++) {
      ApiClient.Answer refused = upload(Pictures.large(UPLOAD));
      assertThat(refused.status()).isEqualTo(507);
      assertThat(refused.json().get("error").asText()).contains("no room");
    }
    Uploads.until(() -> files().size() == 4);
    assertThat(server.client().get(shown).status()).isEqualTo(200);
    assertThat(alice.post("/api/v1/statuses", Map.of("status", "words alone")).status())
        .isEqualTo(200);
    assertThat(alice.get("/api/v1/timelines/home").status()).isEqualTo(200);

    Files.delete(ballast);
    long returned = System.nanoTime();
    Uploads.until(() -> upload(Pictures.large(UPLOAD)).status() == 202);
    Duration resumed = Duration.ofNanos(System.nanoTime() - returned);
    figures.add("uploads resumed after", resumed);
    assertThat(resumed).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void processing_fullDisk_waitsForRoom() throws Exception {
    byte[] picture = Pictures.large(UPLOAD);
    Path ballast = fill(UPLOAD + 512 * 1024);

    ApiClient.Answer accepted = upload(picture);
    assertThat(accepted.status()).isEqualTo(202);
    String id = accepted.json().get("id").asText();
    ApiClient management = new ApiClient(server.managementUri());
    Uploads.until(
        () ->
            management
                .get("/metrics")
                .text()
                .matches("(?s).*flashcrowd_jobs_failed_total\\{kind=\"media.process\"} [1-9].*"));
    assertThat(alice.get("/api/v1/media/" + id).status()).isEqualTo(206);

    Files.delete(ballast);
    assertThat(Uploads.processed(alice, id).status()).isEqualTo(200);
  }
}
