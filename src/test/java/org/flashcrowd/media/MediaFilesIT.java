package org.flashcrowd.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of photos as browsers and caches ask for them. */
class MediaFilesIT {
  private static TestServer server;
  private static ApiClient alice;
  private static ApiClient anybody;
  private static String file;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    alice = server.client().as(server.signUp("alice"));
    anybody = server.client();
    file = path(Uploads.ready(alice, Pictures.jpegWithPosition(1600, 1200)).get("url"));
  }

  private static String path(JsonNode url) {
    return url.asText().replaceFirst("^https?://[^/]+", "");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  @Proves(Promise.MEDIA_SERVED_SAFELY)
  void get_aPhoto_mayBeKeptForEverAndOnlyShown() {
    ApiClient.Answer answer = anybody.get(file);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("image/jpeg");
    assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Content-Security-Policy")).isEqualTo("default-src 'none'; sandbox");
    assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("cross-origin");
    assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
    assertThat(answer.bytes()).startsWith(0xFF, 0xD8, 0xFF);
  }

  @Test
  void get_withItsTag_isNotSentAgain() {
    String tag = anybody.get(file).header("ETag");

    ApiClient.Answer same = get("If-None-Match", "\"other\", " + tag);
    ApiClient.Answer other = get("If-None-Match", "\"other\"");

    assertThat(tag).startsWith("\"");
    assertThat(same.status()).isEqualTo(304);
    assertThat(same.bytes()).isEmpty();
    assertThat(same.header("ETag")).isEqualTo(tag);
    assertThat(other.status()).isEqualTo(200);
  }

  @Test
  void get_range_isThatPart() {
    byte[] whole = anybody.get(file).bytes();

    ApiClient.Answer middle = get("Range", "bytes=100-199");
    ApiClient.Answer end = get("Range", "bytes=-10");

    assertThat(middle.status()).isEqualTo(206);
    assertThat(middle.bytes()).isEqualTo(Arrays.copyOfRange(whole, 100, 200));
    assertThat(middle.header("Content-Range")).isEqualTo("bytes 100-199/" + whole.length);
    assertThat(end.bytes()).isEqualTo(Arrays.copyOfRange(whole, whole.length - 10, whole.length));
  }

  @Test
  void get_rangeBeyondTheEnd_isNotSatisfiable() {
    int length = anybody.get(file).bytes().length;

    ApiClient.Answer answer = get("Range", "bytes=" + length + "-");

    assertThat(answer.status()).isEqualTo(416);
    assertThat(answer.header("Content-Range")).isEqualTo("bytes */" + length);
  }

  @Test
  void get_rangeOfAnotherVersion_isTheWhole() {
    ApiClient.Answer answer =
        anybody.send(
            anybody.request(file).header("Range", "bytes=0-9").header("If-Range", "\"other\""));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void head_aPhoto_saysItsLengthAndSendsNothing() {
    int length = anybody.get(file).bytes().length;

    ApiClient.Answer answer =
        anybody.send(anybody.request(file).method("HEAD", BodyPublishers.noBody()));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(length));
    assertThat(answer.bytes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/media/00000000000000000000000000000000/original.jpg",
        "/media/x/original.jpg",
        "/media/../application.yaml",
        "/media/%2e%2e/%2e%2e%2fetc%2fpasswd.jpg",
        "/media/00000000000000000000000000000000/..%2f..%2foriginal.jpg",
        "/media/00000000000000000000000000000000/upload",
        "/media/%00/original.jpg"
      })
  @Proves(Promise.MEDIA_SERVED_SAFELY)
  void get_whatIsNoPhoto_isNotFound(String path) {
    ApiClient.Answer answer = anybody.get(path);

    assertThat(answer.status()).isBetween(400, 404);
  }

  /** Whoever may see the post is told the address; nobody can work it out from anything else. */
  @Test
  @Proves(Promise.MEDIA_SERVED_SAFELY)
  void name_ofAFollowersOnlyPhoto_isNotToBeGuessed() {
    JsonNode photo = Uploads.ready(alice, Pictures.jpeg(80, 60));
    String id = photo.get("id").asText();
    JsonNode post =
        alice
            .json(
                "POST",
                "/api/v1/statuses",
                Map.of("visibility", "private", "media_ids", List.of(id)))
            .json();
    ApiClient bob = server.client().as(server.signUp("guesser"));

    String key = key(path(photo.get("url")));

    // 128 random bits, which nothing that is public contains.
    assertThat(key).matches("[0-9a-f]{32}|[A-Za-z0-9_-]{22,}").doesNotContain(id);
    for (String seen :
        List.of("/api/v1/media/" + id, "/api/v1/statuses/" + post.get("id").asText())) {
      assertThat(alice.get(seen).text()).contains(key);
      assertThat(bob.get(seen).status()).isEqualTo(404);
      assertThat(anybody.get(seen).status()).isIn(401, 404);
    }
    String next = key.substring(0, 31) + (key.endsWith("0") ? "1" : "0");
    assertThat(anybody.get("/media/" + next + "/original.jpg").status()).isEqualTo(404);
  }

  @Test
  void get_theUploadItself_isNotFoundEvenWhileItIsThere() throws IOException {
    Path stored = stored(file, "original.jpg");
    Path upload = stored.resolveSibling(key(file) + "-upload");
    Files.copy(stored, upload);

    assertThat(anybody.get("/media/" + key(file) + "/upload").status()).isEqualTo(404);
    Files.delete(upload);
  }

  private static Path stored(String url, String name) {
    String key = key(url);
    return server
        .data()
        .resolve("media")
        .resolve(key.substring(0, 2))
        .resolve(key.substring(2, 4))
        .resolve(key + "-" + name);
  }

  private static String key(String url) {
    return url.split("/")[2];
  }

  @Test
  @Proves(Promise.POSITION)
  void stored_afterProcessing_isWithoutThePlaceAndWithoutTheUpload() throws IOException {
    assertThat(new String(Pictures.jpegWithPosition(80, 60), StandardCharsets.ISO_8859_1))
        .contains(Pictures.MARKER);
    List<Path> files;
    Path folder = stored(file, "original.jpg").resolveSibling("");
    Uploads.until(() -> !Files.exists(stored(file, "upload")));
    try (Stream<Path> walk = Files.list(folder)) {
      files = walk.filter(path -> path.toString().contains(key(file))).toList();
    }

    assertThat(files).hasSize(4);
    for (Path path : files) {
      assertThat(new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1))
          .doesNotContain(Pictures.MARKER);
    }
  }

  private static ApiClient.Answer get(String header, String value) {
    return anybody.send(anybody.request(file).header(header, value));
  }
}
