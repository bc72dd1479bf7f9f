package org.flashcrowd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestServer.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.flashcrowd.config.Config;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where the network cuts a body is nobody's business: pixelfed-rn, Tusky and masto.js send
 * multipart, and a field of theirs must not end in half a line break now and then.
 */
class MultipartCutsIT {
  private static final Vertx VERTX = Vertx.vertx();
  private static final String BOUNDARY = "Xy1";
  private static HttpVerticle verticle;

  @TempDir static Path incoming;

  @BeforeAll
  static void start() {
    Config config =
        Config.load(null, Map.of("FLASHCROWD_HTTP_PORT", "0", "FLASHCROWD_HTTP_HOST", "127.0.0.1"));
    Routes routes =
        new Routes().upload(HttpMethod.POST, "/api/told", Access.open(), MultipartCutsIT::told);
    verticle = new HttpVerticle(PlainEdge.of(config, routes, incoming));
    await(VERTX.deployVerticle(verticle));
  }

  @AfterAll
  static void stop() {
    await(VERTX.close());
  }

  /** Everything that came, letter for letter. */
  private static Future<Reply> told(Request request) {
    Upload file = request.upload("file").orElseThrow();
    return VERTX
        .fileSystem()
        .readFile(file.file().toString())
        .map(
            bytes ->
                Reply.text(
                    200,
                    "%s|%s|%d|%s|%s"
                        .formatted(
                            hex(request.params().text("one").orElse("")),
                            hex(request.params().text("two").orElse("")),
                            file.bytes(),
                            file.sha256(),
                            HexFormat.of().formatHex(bytes.getBytes()))));
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void answer_bodyCutAtAnyByte_readsTheSameFieldsAndFile() throws IOException {
    byte[] body = body("hello\rworld");
    String whole = call(body, List.of());
    assertThat(whole)
        .startsWith(hex("1") + "|" + hex("a b") + "|11|")
        .endsWith(hex("hello\rworld"));

    List<Integer> different = new ArrayList<>();
    for (int cut = 1; cut < body.length; cut++) {
      if (!call(body, List.of(cut)).equals(whole)) {
        different.add(cut);
      }
    }

    assertThat(different).isEmpty();
  }

  /** What the file itself ends with stays. */
  @Test
  void answer_fileThatEndsInCr_keepsIt() throws IOException {
    byte[] body = body("hello\r");
    String whole = call(body, List.of());

    assertThat(whole).endsWith(hex("hello\r"));
    assertThat(call(body, List.of(body.length / 2))).isEqualTo(whole);
  }

  @Test
  void answer_bodyByteForByte_readsTheSame() throws IOException {
    byte[] body = body("hello");
    List<Integer> everywhere = new ArrayList<>();
    for (int cut = 1; cut < body.length; cut++) {
      everywhere.add(cut);
    }

    assertThat(call(body, everywhere)).isEqualTo(call(body, List.of()));
    try (var left = Files.list(incoming)) {
      assertThat(left).hasSizeLessThan(2);
    }
  }

  private static byte[] body(String file) {
    String field =
        "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n";
    return (field.formatted("one", "1")
            + "--"
            + BOUNDARY
            + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.jpg\"\r\n"
            + "Content-Type: image/jpeg\r\n\r\n"
            + file
            + "\r\n"
            + field.formatted("two", "a b")
            + "--"
            + BOUNDARY
            + "--\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Sends the body in chunks that end at the cuts; the answer's text. */
  private static String call(byte[] body, List<Integer> cuts) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(
        ("POST /api/told HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
                + "Content-Type: multipart/form-data; boundary="
                + BOUNDARY
                + "\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    int from = 0;
    List<Integer> ends = new ArrayList<>(cuts);
    ends.add(body.length);
    for (int end : ends) {
      request.writeBytes(
          (Integer.toHexString(end - from) + "\r\n").getBytes(StandardCharsets.UTF_8));
      request.write(body, from, end - from);
      request.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
      from = end;
    }
    request.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), verticle.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.toByteArray());
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 200");
      return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
  }
}
