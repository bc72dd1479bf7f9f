package org.flashcrowd.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.flashcrowd.promises.Figures;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rows of the bad-input table that are requests, as they come over the wire. */
class BadRequestsIT {
  private static final String POSTS = "/api/v1/statuses";
  private static final int MOST_BODY = 1 << 20;

  private static TestServer server;
  private static ApiClient alice;
  private static ApiClient bob;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    alice = server.client().as(server.signUp("alice"));
    bob = server.client().as(server.signUp("bob"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ApiClient.Answer json(byte[] body) {
    return alice.send(
        alice
            .request(POSTS)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body)));
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  @Proves(Promise.BAD_TEXT)
  void body_textThatIsNone_is400(Figures figures) {
    BadInputGuard guard = new BadInputGuard(server, figures);

    for (String body :
        List.of(
            "{\"status\":\"\u00ff\u00fe\"}",
            "{\"status\":\"\u00c0\u00af\"}",
            "{\"status\":\"\u00ed\u00a0\u0080\"}",
            "{\"status\":\"\\ud800\"}",
            "{\"status\":\"\\udc00\\ud800\"}",
            "{\"sta\\ud800tus\":\"x\"}",
            "{\"status\":\"one\",\"status\":\"two\"}",
            "{\"poll\":{\"a\":1,\"a\":2}}",
            "{\"status\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}",
            "[".repeat(100_000),
            "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000),
            "{\"status\":" + "9".repeat(10_000) + "}",
            "{\"status\":-0." + "9".repeat(10_000) + "}",
            "{\"status\":1e" + "9".repeat(10_000) + "}")) {
      ApiClient.Answer answer = guard.answer(() -> json(latin(body)));

      assertThat(answer.status()).as(body.substring(0, 15)).isEqualTo(400);
      assertThat(answer.json().get("error").asText()).isNotBlank();
    }
    guard.nothingIsLeft();
  }

  @Test
  @Proves(Promise.NUL_IN_TEXT)
  void text_withNul_is422(Figures figures) {
    BadInputGuard guard = new BadInputGuard(server, figures);

    assertThat(guard.answer(() -> json(latin("{\"status\":\"a\\u0000b\"}"))).status())
        .isEqualTo(422);
    assertThat(guard.answer(() -> alice.post(POSTS, Map.of("status", "a\0b"))).status())
        .isEqualTo(422);
    assertThat(guard.answer(() -> alice.get("/api/v2/search?q=a%00b")).status()).isEqualTo(422);
    guard.nothingIsLeft();
  }

  @Test
  @Proves(Promise.BAD_ID)
  void id_thatCannotBe_is404(Figures figures) {
    BadInputGuard guard = new BadInputGuard(server, figures);

    for (String id : List.of("9223372036854775808", "abc", "-1", "1e3", "99999999999999999999")) {
      for (String path :
          List.of("/api/v1/statuses/", "/api/v1/accounts/", "/api/v1/media/", "/api/v1/lists/")) {
        assertThat(guard.answer(() -> alice.get(path + id)).status()).as(id).isEqualTo(404);
      }
    }
    guard.nothingIsLeft();
  }

  @Test
  @Proves(Promise.BAD_LIMIT)
  void limit_outOfBounds_isClamped(Figures figures) {
    BadInputGuard guard = new BadInputGuard(server, figures);
    for (int i = 0; i < 3; i++) {
      alice.post(POSTS, Map.of("status", "limited " + i));
    }
    String mine = "/api/v1/accounts/" + account(alice) + "/statuses?limit=";

    for (String limit : List.of("-5", "0")) {
      ApiClient.Answer answer = guard.answer(() -> alice.get(mine + limit));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json()).hasSize(1);
    }
    for (String limit : List.of("1000000000", "99999999999999999999")) {
      ApiClient.Answer answer = guard.answer(() -> alice.get(mine + limit));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().size()).isBetween(3, 40);
    }
    guard.nothingIsLeft();
  }

  private static String account(ApiClient client) {
    return client.get("/api/v1/accounts/verify_credentials").json().get("id").asText();
  }

  @Test
  @Proves(Promise.SEARCH_WILDCARDS)
  void search_wildcards_areLiteral(Figures figures) {
    server.signUp("wild_card");
    server.signUp("wildxcard");
    BadInputGuard guard = new BadInputGuard(server, figures);

    assertThat(found(guard, "wild_c")).containsExactly("wild_card");
    for (String q :
        List.of("%25", "%25%25%25", "w%25d", "_", "____", "%27", "%27%20OR%201=1--", "%5C")) {
      assertThat(found(guard, q)).as(q).isEmpty();
    }
    guard.nothingIsLeft();
  }

  private static List<String> found(BadInputGuard guard, String q) {
    ApiClient.Answer answer =
        guard.answer(() -> alice.get("/api/v2/search?type=accounts&limit=40&q=" + q));
    assertThat(answer.status()).as(q).isEqualTo(200);
    return answer.json().get("accounts").findValuesAsText("username");
  }

  @Test
  @Proves(Promise.BAD_CURSOR)
  void cursor_tamperedOrAnothers_is400OrOnesOwnDataOnly(Figures figures) {
    BadInputGuard guard = new BadInputGuard(server, figures);
    String secret =
        bob.post(POSTS, Map.of("status", "bob's own", "visibility", "direct"))
            .json()
            .get("id")
            .asText();

    for (String list :
        List.of("/api/v1/timelines/home", "/api/v1/notifications", "/api/v1/bookmarks")) {
      for (String cursor : List.of("abc", "1;DROP", "%27", "-1", "1.5")) {
        assertThat(guard.answer(() -> alice.get(list + "?max_id=" + cursor)).status())
            .as("%s of %s", cursor, list)
            .isEqualTo(400);
      }
      for (String name : List.of("max_id", "min_id", "since_id")) {
        ApiClient.Answer answer = guard.answer(() -> alice.get(list + "?" + name + "=" + secret));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).doesNotContain(secret, "bob's own");
      }
    }
    guard.nothingIsLeft();
  }

  @Test
  @Proves(Promise.HIDDEN_POST)
  void post_oneMayNotSee_is404ByteForByteThatOfAMissingOne(Figures figures) {
    BadInputGuard guard = new BadInputGuard(server, figures);
    String hidden =
        bob.post(POSTS, Map.of("status", "hidden", "visibility", "private"))
            .json()
            .get("id")
            .asText();

    for (String route : List.of("", "/context", "/favourited_by", "/reblogged_by", "/history")) {
      ApiClient.Answer unseen = guard.answer(() -> alice.get(POSTS + "/" + hidden + route));
      ApiClient.Answer missing = guard.answer(() -> alice.get(POSTS + "/1" + route));

      assertThat(unseen.status()).isEqualTo(404);
      assertThat(unseen.bytes()).isEqualTo(missing.bytes());
      assertThat(names(unseen)).isEqualTo(names(missing));
    }
    guard.nothingIsLeft();
  }

  /** Headers tell as much as a body does. */
  private static java.util.Set<String> names(ApiClient.Answer answer) {
    return answer.http().headers().map().keySet();
  }

  @Test
  @Proves(Promise.GZIP_REQUEST)
  void body_compressed_is415(Figures figures) throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    byte[] zeros = new byte[1 << 16];
    try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
      for (int i = 0; i < 4_096; i++) {
        gzip.write(zeros);
      }
    }
    BadInputGuard guard = new BadInputGuard(server, figures);

    for (String coding : List.of("gzip", "deflate", "br", "gzip, gzip", "x-gzip")) {
      ApiClient.Answer answer =
          guard.answer(
              () ->
                  alice.send(
                      alice
                          .request(POSTS)
                          .header("Content-Type", "application/json")
                          .header("Content-Encoding", coding)
                          .POST(BodyPublishers.ofByteArray(bomb.toByteArray()))));
      assertThat(answer.status()).as(coding).isEqualTo(415);
    }
    guard.nothingIsLeft();
  }

  @Test
  @Proves(Promise.BODY_TOO_LARGE)
  void body_oneByteOverTheLimit_is413AndTheConnectionIsClosed(Figures figures) {
    BadInputGuard guard = new BadInputGuard(server, figures);
    String head = "POST /api/v1/apps HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
    String body = "x".repeat(MOST_BODY + 1);
    String declared = head + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    String length = Integer.toHexString(body.length());
    String chunked =
        head + "Transfer-Encoding: chunked\r\n\r\n" + length + "\r\n" + body + "\r\n0\r\n\r\n";
    // One byte less is a body like any other.
    String within =
        head + "Connection: close\r\nContent-Length: " + MOST_BODY + "\r\n\r\n" + body.substring(1);

    assertThat(guard.exchange(() -> exchange(declared))).startsWith("HTTP/1.1 413 ");
    assertThat(guard.exchange(() -> exchange(chunked))).startsWith("HTTP/1.1 413 ");
    assertThat(guard.exchange(() -> exchange(within))).startsWith("HTTP/1.1 400 ");
    guard.nothingIsLeft();
  }

  /** Sends bytes and reads until the server closes, which it must. */
  private static String exchange(String sent) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort())) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(latin(sent));
      socket.getOutputStream().flush();
      InputStream answer = socket.getInputStream();
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      try {
        answer.transferTo(read);
      } catch (java.net.SocketException reset) {
        // Closed with some of the body unread; what was answered came before.
      }
      return read.toString(StandardCharsets.ISO_8859_1);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
