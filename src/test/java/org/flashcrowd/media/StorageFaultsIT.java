package org.flashcrowd.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.flashcrowd.faults.TcpProxy;
import org.flashcrowd.media.storage.TestBucket;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A storage that hangs or is away: what needs it says so, and everything else goes on. */
class StorageFaultsIT {
  private final TestBucket bucket = TestBucket.fresh();
  private final TcpProxy wire =
      TcpProxy.to(bucket.endpoint().getHost(), bucket.endpoint().getPort());
  private TestServer server;
  private ApiClient alice;

  @BeforeEach
  void start() {
    Map<String, String> settings = new HashMap<>(bucket.settings());
    settings.put("FLASHCROWD_MEDIA_S3_ENDPOINT", "http://127.0.0.1:" + wire.port());
    settings.put("FLASHCROWD_MEDIA_S3_TIMEOUT", "400ms");
    settings.put("FLASHCROWD_MEDIA_S3_TRANSFER_TIMEOUT", "2s");
    server = TestServer.start(settings);
    alice = server.client().as(server.signUp("alice"));
  }

  @AfterEach
  void stop() {
    server.close();
    wire.close();
  }

  private void cut() {
    wire.cutAnswers(0);
    wire.reset();
  }

  private void mend() {
    wire.uncut();
    wire.heal();
  }

  private ApiClient.Answer upload() {
    return alice.upload("POST", "/api/v2/media", "file", Pictures.jpeg(400, 300), Map.of());
  }

  private String breakers() {
    return new ApiClient(server.managementUri()).get("/health/ready").json().toString();
  }

  @Test
  @Tag("faults")
  void storage_hangs_isLeftAloneUntilItAnswers() {
    String photo =
        Uploads.ready(alice, Pictures.jpeg(500, 400))
            .get("url")
            .asText()
            .replaceFirst("^https?://[^/]+", "");
    wire.blackhole();
    suffer(photo);
  }

  @Test
  void storage_cutsEveryConnection_isLeftAloneUntilItAnswers() {
    String photo =
        Uploads.ready(alice, Pictures.jpeg(500, 400))
            .get("url")
            .asText()
            .replaceFirst("^https?://[^/]+", "");
    cut();
    suffer(photo);
  }

  private void suffer(String photo) {
    ApiClient.Answer refused = upload();
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("Retry-After")).isNotNull();
    assertThat(refused.json().get("error").asText()).contains("not able to take photos");
    for (int i = 0; i < 6; i++) {
      assertThat(server.client().get(photo).status()).isEqualTo(503);
    }
    assertThat(breakers()).contains("media-storage");

    // Now at once, and without asking.
    long began = System.nanoTime();
    assertThat(server.client().get(photo).status()).isEqualTo(503);
    assertThat(alice.get("/api/v1/timelines/home").status()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(400));

    mend();
    long mended = System.nanoTime();
    Uploads.until(() -> server.client().get(photo).status() == 200);
    Uploads.ready(alice, Pictures.jpeg(300, 200));
    assertThat(Duration.ofNanos(System.nanoTime() - mended)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  @Tag("faults")
  void storage_awayAfterTheUpload_failsNoPhoto() {
    // Nothing processes it yet: the server that does starts when the storage is away.
    Map<String, String> settings = new HashMap<>(bucket.settings());
    settings.put("FLASHCROWD_ROLES", "http");
    try (TestServer quiet = TestServer.start(settings)) {
      ApiClient bob = quiet.client().as(quiet.signUp("bob"));
      ApiClient.Answer accepted =
          bob.upload("POST", "/api/v2/media", "file", Pictures.jpeg(400, 300), Map.of());
      assertThat(accepted.status()).isEqualTo(202);
      String id = accepted.json().get("id").asText();
      cut();
      Map<String, String> through = new HashMap<>(bucket.settings());
      through.put("FLASHCROWD_MEDIA_S3_ENDPOINT", "http://127.0.0.1:" + wire.port());
      through.put("FLASHCROWD_ROLES", "media");
      try (TestServer worker = quiet.secondNode(through)) {
        ApiClient management = new ApiClient(worker.managementUri());
        Uploads.until(
            () ->
                management
                    .get("/metrics")
                    .text()
                    .contains(
                        "flashcrowd_storage_calls_seconds_count{operation=\"download\""
                            + ",outcome=\"unavailable\""));
        assertThat(bob.get("/api/v1/media/" + id).status()).isEqualTo(206);
        mend();
        assertThat(Uploads.processed(bob, id).status()).isEqualTo(200);
      }
    }
  }
}
