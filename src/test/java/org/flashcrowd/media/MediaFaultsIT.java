package org.flashcrowd.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.Test;

/** Uploads that end in the middle, and a disk without room. */
class MediaFaultsIT {
  private static final int CUTS = 200;

  @Test
  void upload_cutAtARandomByte_leavesNothing() throws IOException {
    try (TestServer server = TestServer.start()) {
      String token = server.signUp("alice");
      byte[] body = request(token, Pictures.jpeg(900, 700));
      Random random = new Random(7);
      for (int i = 0; i < CUTS; i++) {
        try (Socket socket = new Socket(server.uri().getHost(), server.uri().getPort())) {
          socket.setSoLinger(i % 2 == 0, 0);
          OutputStream out = socket.getOutputStream();
          out.write(body, 0, random.nextInt(body.length - 20));
          out.flush();
        }
      }

      assertThat(remaining(server)).isEmpty();
      ApiClient.Answer next =
          server
              .client()
              .as(token)
              .upload("POST", "/api/v2/media", "file", Pictures.jpeg(40, 30), Map.of());
      assertThat(next.status()).isEqualTo(202);
      Uploads.ready(server.client().as(token), next);
      // One original and three renditions: those of the one that was whole.
      Uploads.until(() -> files(server).size() == 4);
    }
  }

  private static byte[] request(String token, byte[] picture) {
    byte[] start =
        ("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n"
                + "Content-Type: image/jpeg\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] end = "\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII);
    byte[] head =
        ("POST /api/v2/media HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + token
                + "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: "
                + (start.length + picture.length + end.length)
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    java.io.ByteArrayOutputStream whole = new java.io.ByteArrayOutputStream();
    whole.writeBytes(head);
    whole.writeBytes(start);
    whole.writeBytes(picture);
    whole.writeBytes(end);
    return whole.toByteArray();
  }

  @Test
  void upload_diskBelowItsFloor_isRefusedAndLeavesNothing() {
    try (TestServer server =
        TestServer.start(Map.of("FLASHCROWD_MEDIA_MIN_FREE_SPACE", "1000GB"))) {
      ApiClient alice = server.client().as(server.signUp("alice"));

      ApiClient.Answer answer =
          alice.upload("POST", "/api/v2/media", "file", Pictures.jpeg(400, 300), Map.of());

      assertThat(answer.status()).isEqualTo(507);
      assertThat(answer.json().get("error").asText()).contains("no room");
      Uploads.until(() -> files(server).isEmpty());
    }
  }

  /** What is left once nothing changes any more for want of patience. */
  private static List<Path> remaining(TestServer server) {
    try {
      Uploads.until(() -> files(server).isEmpty());
    } catch (AssertionError left) {
      return files(server);
    }
    return List.of();
  }

  private static List<Path> files(TestServer server) {
    try (Stream<Path> walk = Files.walk(server.data())) {
      return walk.filter(Files::isRegularFile).toList();
    } catch (IOException | UncheckedIOException changing) {
      return List.of(server.data());
    }
  }
}
