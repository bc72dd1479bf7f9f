package org.flashcrowd.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flashcrowd.media.storage.TestBucket;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A site of two nodes that share nothing but PostgreSQL, Redis and a bucket: one answers, the other
 * does the work.
 */
class MediaOnS3IT {
  @TempDir private static Path elsewhere;
  private static final TestBucket BUCKET = TestBucket.fresh();

  private static TestServer front;
  private static TestServer worker;
  private static TestServer redirecting;
  private static ApiClient alice;

  @BeforeAll
  static void start() {
    front = TestServer.start(node(Map.of("FLASHCROWD_ROLES", "http,feed,notify")));
    worker =
        front.secondNode(
            node(
                Map.of(
                    "FLASHCROWD_ROLES",
                    "media,schedule",
                    "FLASHCROWD_DATA_DIR",
                    elsewhere.toString())));
    redirecting =
        front.secondNode(
            node(
                Map.of(
                    "FLASHCROWD_ROLES", "http",
                    "FLASHCROWD_DATA_DIR", elsewhere.toString(),
                    "FLASHCROWD_MEDIA_S3_SERVE", "redirect")));
    alice = front.client().as(front.signUp("alice"));
  }

  private static Map<String, String> node(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(BUCKET.settings());
    settings.putAll(more);
    return settings;
  }

  @AfterAll
  static void stop() {
    redirecting.close();
    worker.close();
    front.close();
  }

  private static String path(JsonNode url) {
    return url.asText().replaceFirst("^https?://[^/]+", "");
  }

  private static ApiClient.Answer get(ApiClient client, String file, String name, String value) {
    return client.send(client.request(file).header(name, value));
  }

  @Test
  void photo_fromUploadToDeletion_livesInTheBucketAlone() {
    JsonNode photo = Uploads.ready(alice, Pictures.jpegWithPosition(1600, 1200));
    String file = path(photo.get("url"));

    ApiClient.Answer whole = front.client().get(file);
    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.header("Content-Type")).isEqualTo("image/jpeg");
    assertThat(whole.header("Content-Length")).isEqualTo("" + whole.bytes().length);
    assertThat(whole.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(whole.bytes()).startsWith(0xFF, 0xD8, 0xFF);
    assertThat(front.client().get(path(photo.get("preview_url"))).status()).isEqualTo(200);
    Uploads.until(() -> !BUCKET.names().toString().contains("upload"));
    assertThat(BUCKET.names()).hasSize(4);
    assertThat(files(front.data())).isEmpty();
    assertThat(files(elsewhere)).isEmpty();

    assertThat(alice.delete("/api/v1/media/" + photo.get("id").asText()).status()).isEqualTo(200);
    Uploads.until(() -> BUCKET.names().isEmpty());
    assertThat(front.client().get(file).status()).isEqualTo(404);
  }

  @Test
  void photo_partsAndVersions_areAsOnDisk() {
    String file = path(Uploads.ready(alice, Pictures.jpeg(900, 600)).get("url"));
    ApiClient anybody = front.client();
    ApiClient.Answer whole = anybody.get(file);
    int length = whole.bytes().length;

    ApiClient.Answer part = get(anybody, file, "Range", "bytes=100-199");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.bytes()).isEqualTo(Arrays.copyOfRange(whole.bytes(), 100, 200));
    assertThat(part.header("Content-Range")).isEqualTo("bytes 100-199/" + length);
    assertThat(get(anybody, file, "Range", "bytes=" + length + "-").status()).isEqualTo(416);
    assertThat(get(anybody, file, "If-None-Match", "" + whole.header("ETag")).status())
        .isEqualTo(304);
    ApiClient.Answer head =
        anybody.send(anybody.request(file).method("HEAD", BodyPublishers.noBody()));
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Length")).isEqualTo("" + length);
    assertThat(anybody.get("/media/" + "0".repeat(32) + "/original.jpg").status()).isEqualTo(404);
  }

  @Test
  void photo_whereServedByRedirect_isReadFromTheStorageForAWhile() throws Exception {
    String file = path(Uploads.ready(alice, Pictures.jpeg(300, 200)).get("url"));
    byte[] whole = front.client().get(file).bytes();

    ApiClient.Answer answer = redirecting.client().get(file);
    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=300");
    String address = String.valueOf(answer.header("Location"));
    assertThat(address).startsWith(BUCKET.endpoint() + "/").contains("X-Amz-Expires=600");
    assertThat(redirecting.client().get(file).header("Location")).isEqualTo(address);
    HttpResponse<byte[]> there = fetch(address);
    assertThat(there.statusCode()).isEqualTo(200);
    assertThat(there.body()).isEqualTo(whole);
    assertThat(there.headers().firstValue("Content-Type")).hasValue("image/jpeg");
    // The address is good for this file and no other, and the file for no-one without it.
    assertThat(fetch(address.replace("original", "large")).statusCode()).isEqualTo(403);
    assertThat(fetch(address.replaceFirst("\\?.*", "")).statusCode()).isEqualTo(403);

    ApiClient.Answer ownPage = get(redirecting.client(), file, "Sec-Fetch-Site", "same-origin");
    assertThat(ownPage.status()).isEqualTo(200);
    assertThat(ownPage.bytes()).isEqualTo(whole);
    assertThat(redirecting.client().get(file.replace("original", "other")).status()).isEqualTo(404);
  }

  private static HttpResponse<byte[]> fetch(String address)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(address)).build(),
          HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).toList();
    } catch (IOException changing) {
      throw new UncheckedIOException(changing);
    }
  }
}
