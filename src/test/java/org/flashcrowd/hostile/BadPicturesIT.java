package org.flashcrowd.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.promises.Figures;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rows of the bad-input table that are pictures, as an app uploads them. */
class BadPicturesIT {
  private static TestServer server;
  private static ApiClient alice;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    alice = server.client().as(server.signUp("alice"));
    // Whatever is loaded and kept for the first picture is not the doing of a bad one.
    alice.delete(
        "/api/v1/media/" + Uploads.ready(alice, Pictures.jpeg(800, 600)).get("id").asText());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ApiClient.Answer upload(byte[] file) {
    return alice.upload("POST", "/api/v2/media", "file", file, Map.of());
  }

  /** Refused at once, or accepted and marked failed: the reason why it is no photo. */
  private static Optional<String> refusal(BadInputGuard guard, byte[] file) {
    ApiClient.Answer answer = guard.answer(() -> upload(file));
    if (answer.status() == 202) {
      String id = answer.json().get("id").asText();
      answer = Uploads.processed(alice, id);
      if (answer.status() == 200) {
        alice.delete("/api/v1/media/" + id);
        return Optional.empty();
      }
    }
    assertThat(answer.status()).isEqualTo(422);
    return Optional.of(answer.json().get("error").asText()).filter(why -> !why.isBlank());
  }

  @Test
  @Proves(Promise.PICTURE_BOMB)
  void upload_bomb_isRefusedFromItsHeader(Figures figures) {
    BadInputGuard guard = new BadInputGuard(server, figures);

    for (byte[] bomb :
        List.of(
            Pictures.bomb(60_000, 60_000),
            Pictures.bomb(Integer.MAX_VALUE, Integer.MAX_VALUE),
            Pictures.bomb(1, 64_000_001),
            jpegOfLargestMeasures(),
            gif(10_000, 16, 16),
            gif(100, 60_000, 60_000))) {
      ApiClient.Answer answer = guard.answer(() -> upload(bomb));

      assertThat(answer.status()).as(answer.text()).isEqualTo(422);
      assertThat(answer.json().at("/errors/file/0").asText()).isNotBlank();
    }
    guard.nothingIsLeft();
  }

  private static byte[] jpegOfLargestMeasures() {
    byte[] jpeg = Pictures.jpeg(80, 60);
    int at = 2;
    while ((jpeg[at + 1] & 0xff) != 0xc0) {
      at += 2 + ((jpeg[at + 2] & 0xff) << 8 | (jpeg[at + 3] & 0xff));
    }
    Arrays.fill(jpeg, at + 5, at + 9, (byte) 0xff);
    return jpeg;
  }

  /** An animation that shows one point again and again on a canvas of this size. */
  private static byte[] gif(int frames, int width, int height) {
    ByteArrayOutputStream gif = new ByteArrayOutputStream();
    gif.writeBytes("GIF89a".getBytes(StandardCharsets.US_ASCII));
    gif.writeBytes(new byte[] {(byte) width, (byte) (width >> 8)});
    gif.writeBytes(new byte[] {(byte) height, (byte) (height >> 8), (byte) 0x80, 0, 0});
    gif.writeBytes(new byte[] {0, 0, 0, (byte) 0xff, (byte) 0xff, (byte) 0xff});
    for (int i = 0; i < frames; i++) {
      gif.writeBytes(new byte[] {0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0});
    }
    gif.write(0x3b);
    return gif.toByteArray();
  }

  @Test
  @Proves(Promise.TRUNCATED_PICTURE)
  void upload_cutOff_isRefusedWithItsReason(Figures figures) {
    BadInputGuard guard = new BadInputGuard(server, figures);

    for (byte[] whole : List.of(Pictures.jpeg(800, 600), Pictures.png(800, 600))) {
      for (int part = 1; part < 10; part++) {
        byte[] cut = Arrays.copyOf(whole, whole.length * part / 10);
        assertThat(refusal(guard, cut)).as("%s tenths", part).isPresent();
      }
      byte[] lacksItsEnd = Arrays.copyOf(whole, whole.length - 2);
      assertThat(refusal(guard, lacksItsEnd)).as("without its end").isPresent();
    }
    guard.nothingIsLeft();
  }

  /** What a decoder reads on after damage is no half picture; what it stops at is refused. */
  @Test
  @Proves(Promise.TRUNCATED_PICTURE)
  void upload_damagedInTheMiddle_isWholeOrRefused(Figures figures) {
    BadInputGuard guard = new BadInputGuard(server, figures);
    Random random = new Random(20_261_128);
    int refused = 0;

    for (int round = 0; round < 40; round++) {
      byte[] whole = round % 2 == 0 ? Pictures.jpeg(400, 300, round) : Pictures.png(400, 300);
      byte[] damaged = whole.clone();
      int from = whole.length / 4 + random.nextInt(whole.length / 2);
      for (int i = 0; i < 1 + round; i++) {
        damaged[from + i] = (byte) random.nextInt(256);
      }
      refused += refusal(guard, damaged).isPresent() ? 1 : 0;
    }
    figures.add("refused", refused);
    // Every PNG has a checksum that tells.
    assertThat(refused).isGreaterThanOrEqualTo(20);
    guard.nothingIsLeft();
  }

  @Test
  @Proves(Promise.FOREIGN_FORMAT)
  void upload_foreignFormat_isRefusedUnderAnyName(Figures figures) {
    BadInputGuard guard = new BadInputGuard(server, figures);
    Map<String, String> formats = new LinkedHashMap<>();
    formats.put(
        "svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"file:///\"/></svg>");
    formats.put("svg with a prologue", "<?xml version=\"1.0\"?>\n<!DOCTYPE svg>\n<svg/>");
    formats.put("pdf", "%PDF-1.7\n1 0 obj\n");
    formats.put("tiff", "II*\0\u0008\0\0\0\0\0\0\0");
    formats.put("big-endian tiff", "MM\0*\0\0\0\u0008\0\0");
    formats.put("mvg", "push graphic-context\nimage over 0,0 0,0 'https://127.0.0.1/'\n");
    formats.put("msl", "<?xml version=\"1.0\"?><image><read filename=\"/etc/passwd\"/></image>");
    formats.put("eps", "%!PS-Adobe-3.0 EPSF-3.0\n");
    formats.put("bmp", "BMF\0\0\0");
    formats.put("html", "<!doctype html><script>alert(1)</script>");
    formats.put("zip", "PK\3\4\24\0");
    formats.put("jpeg 2000", "\0\0\0\fjP  \r\n\u0087\n");

    formats.forEach(
        (name, text) -> {
          byte[] file = text.getBytes(StandardCharsets.ISO_8859_1);
          // The name that the client gives is photo.jpg, its type image/jpeg.
          ApiClient.Answer answer = guard.answer(() -> upload(file));
          assertThat(answer.status()).as(name).isEqualTo(422);
        });
    guard.nothingIsLeft();
  }

  @Test
  @Proves(Promise.EMPTY_OR_MISNAMED)
  void upload_empty_isRefused_andTheTypeIsThatOfTheBytes(Figures figures) {
    BadInputGuard guard = new BadInputGuard(server, figures);

    assertThat(guard.answer(() -> upload(new byte[0])).status()).isEqualTo(422);
    // Sent as photo.jpg and image/jpeg.
    JsonNode shown = Uploads.ready(alice, guard.answer(() -> upload(Pictures.png(80, 60))));

    String url = shown.get("url").asText();
    assertThat(url).endsWith(".png");
    assertThat(server.client().get(path(url)).header("Content-Type")).isEqualTo("image/png");
    alice.delete("/api/v1/media/" + shown.get("id").asText());
    guard.nothingIsLeft();
  }

  private static String path(String url) {
    return url.replaceFirst("^https?://[^/]+", "");
  }

  @Test
  @Proves({Promise.POLYGLOT, Promise.POSITION})
  void upload_polyglotWithAPlace_losesBothInEveryOutput(Figures figures) {
    BadInputGuard guard = new BadInputGuard(server, figures);
    String tail = "PK\3\4<html><script>alert('TAIL-OF-IT')</script>";
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(Pictures.jpegWithPosition(1600, 1200));
    file.writeBytes(tail.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(latin(file.toByteArray())).contains("TAIL-OF-IT", Pictures.MARKER);

    JsonNode shown = Uploads.ready(alice, guard.answer(() -> upload(file.toByteArray())));

    List<String> urls = List.of(shown.get("url").asText(), shown.get("preview_url").asText());
    for (String url : urls) {
      ApiClient.Answer output = server.client().get(path(url));
      assertThat(output.status()).isEqualTo(200);
      assertThat(output.header("Content-Type")).isEqualTo("image/jpeg");
      assertThat(latin(output.bytes())).doesNotContain("TAIL-OF-IT", "script", Pictures.MARKER);
      assertThat(latin(output.bytes())).endsWith("\u00ff\u00d9");
    }
    alice.delete("/api/v1/media/" + shown.get("id").asText());
    guard.nothingIsLeft();
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
