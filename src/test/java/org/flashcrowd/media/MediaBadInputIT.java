package org.flashcrowd.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused is refused in words, and leaves nothing on the disk. */
class MediaBadInputIT {
  private static final int LIMIT = 1 << 20;

  private static TestServer server;
  private static ApiClient alice;

  @BeforeAll
  static void start() {
    server = TestServer.start(Map.of("FLASHCROWD_HTTP_MAX_UPLOAD", "1MB"));
    alice = server.client().as(server.signUp("alice"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void nothingIsLeft() {
    Uploads.until(() -> files().isEmpty());
  }

  private static List<Path> files() {
    try (Stream<Path> walk = Files.walk(server.data())) {
      return walk.filter(Files::isRegularFile).toList();
    } catch (IOException changing) {
      return List.of(server.data());
    } catch (java.io.UncheckedIOException changing) {
      return List.of(server.data());
    }
  }

  private static List<byte[]> refused() {
    byte[] jpeg = Pictures.jpeg(400, 300);
    return List.of(
        new byte[0],
        bytes("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        bytes("%PDF-1.7\n"),
        bytes("II*\0\u0008\0\0\0"),
        bytes("push graphic-context\nviewbox 0 0 640 480\n"),
        bytes("just some words"),
        new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF},
        Pictures.bomb(60_000, 60_000),
        Pictures.bomb(0, 10),
        Arrays.copyOf(jpeg, 20));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void upload_notAnAcceptedPicture_isRefusedWithItsReason(byte[] file) {
    ApiClient.Answer answer = alice.upload("POST", "/api/v2/media", "file", file, Map.of());

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().at("/errors/file/0").asText()).isNotBlank();
  }

  @Test
  void upload_cutOffPicture_failsWithItsReason() {
    byte[] whole = Pictures.jpeg(800, 600);
    ApiClient.Answer accepted =
        alice.upload(
            "POST", "/api/v2/media", "file", Arrays.copyOf(whole, whole.length / 2), Map.of());
    if (accepted.status() == 422) {
      return;
    }

    ApiClient.Answer answer = Uploads.processed(alice, accepted.json().get("id").asText());

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("error").asText()).contains("damaged");
  }

  @Test
  @Proves(Promise.BODY_TOO_LARGE)
  void upload_oneByteOverTheLimit_isTooLarge() {
    byte[] file = Arrays.copyOf(Pictures.jpeg(400, 300), LIMIT + 1);

    ApiClient.Answer answer = alice.upload("POST", "/api/v2/media", "file", file, Map.of());

    assertThat(answer.status()).isEqualTo(413);
  }

  @Test
  @Proves(Promise.BODY_TOO_LARGE)
  void upload_oneByteOverTheLimitInChunks_isTooLarge() {
    byte[] file = Arrays.copyOf(Pictures.jpeg(400, 300), LIMIT + 1);
    byte[] body = multipart("photo.jpg", file);

    ApiClient.Answer answer =
        alice.send(
            alice
                .request("/api/v2/media")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(
                    BodyPublishers.fromPublisher(
                        BodyPublishers.ofByteArrays(chunks(body, 64 * 1024)))));

    assertThat(answer.status()).isEqualTo(413);
  }

  private static List<byte[]> chunks(byte[] body, int size) {
    return Stream.iterate(0, at -> at < body.length, at -> at + size)
        .map(at -> Arrays.copyOfRange(body, at, Math.min(body.length, at + size)))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../../tmp/flashcrowd-escaped",
        "..\\..\\flashcrowd-escaped",
        "photos/../../flashcrowd-escaped",
        "..",
        "a\0b.jpg"
      })
  @Proves(Promise.MULTIPART)
  void upload_fileNameThatClimbsOrHasNul_isRefused(String name) {
    ApiClient.Answer answer = send(multipart(name, Pictures.jpeg(40, 30)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(Path.of("/tmp/flashcrowd-escaped")).doesNotExist();
  }

  /** Some apps send where the file was, and dots are no step. */
  @ParameterizedTest
  @ValueSource(strings = {"/storage/emulated/0/DCIM/a.jpg", "C:\\Photos\\a.jpg", "a..b...jpg"})
  @Proves(Promise.MULTIPART)
  void upload_fileNameThatIsAPath_isAcceptedAndNeverUsed(String name) {
    ApiClient.Answer answer = send(multipart(name, Pictures.jpeg(40, 30)));

    assertThat(answer.status()).isEqualTo(202);
    String id = answer.json().get("id").asText();
    Uploads.processed(alice, id);
    assertThat(Path.of("/storage/emulated/0/DCIM/a.jpg")).doesNotExist();
    assertThat(alice.delete("/api/v1/media/" + id).status()).isEqualTo(200);
  }

  @Test
  @Proves(Promise.MULTIPART)
  void upload_fileNameOfAMegabyte_isRefused() {
    ApiClient.Answer answer = send(multipart("x".repeat(1 << 20), Pictures.jpeg(40, 30)));

    assertThat(answer.status()).isIn(400, 413);
  }

  @Test
  @Proves(Promise.MULTIPART)
  void upload_tenThousandParts_isRefused() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int i = 0; i < 10_000; i++) {
      body.writeBytes(
          bytes("--b\r\nContent-Disposition: form-data; name=\"f" + i + "\"\r\n\r\nx\r\n"));
    }
    body.writeBytes(bytes("--b--\r\n"));

    assertThat(send(body.toByteArray()).status()).isIn(400, 413);
  }

  @Test
  @Proves(Promise.MULTIPART)
  void upload_tenThousandFiles_isRefused() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int i = 0; i < 10_000; i++) {
      body.writeBytes(
          bytes(
              "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n"
                  + "Content-Type: image/jpeg\r\n\r\nx\r\n"));
    }
    body.writeBytes(bytes("--b--\r\n"));

    assertThat(send(body.toByteArray()).status()).isIn(400, 413);
  }

  private static ApiClient.Answer send(byte[] body) {
    return alice.send(
        alice
            .request("/api/v2/media")
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(BodyPublishers.ofByteArray(body)));
  }

  private static byte[] multipart(String fileName, byte[] file) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        bytes(
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + fileName
                + "\"\r\nContent-Type: image/jpeg\r\n\r\n"));
    body.writeBytes(file);
    body.writeBytes(bytes("\r\n--b--\r\n"));
    return body.toByteArray();
  }
}
