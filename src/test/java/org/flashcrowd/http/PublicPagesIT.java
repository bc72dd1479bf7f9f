package org.flashcrowd.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two nodes that keep answers for a minute, so that whatever is gone before was told of; and a
 * third that keeps none, as a control.
 */
@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class PublicPagesIT {
  private static final Map<String, String> LONG = Map.of("FLASHCROWD_CACHE_PAGES", "1m");
  private static final Duration A_SECOND = Duration.ofSeconds(1);

  private static TestServer server;
  private static TestServer second;
  private static ApiClient anybody;
  private static ApiClient anybodyThere;
  private static ApiClient alice;
  private static ApiClient bob;
  private static String aliceId;

  @BeforeAll
  static void start() {
    server = TestServer.start(LONG);
    second = server.secondNode(LONG);
    anybody = server.client();
    anybodyThere = second.client();
    alice = server.client().as(server.signUp("alice"));
    bob = server.client().as(server.signUp("bob"));
    aliceId = alice.get("/api/v1/accounts/verify_credentials").json().get("id").asText();
  }

  @AfterAll
  static void stop() {
    second.close();
    server.close();
  }

  private static String post(String text) {
    return alice.post("/api/v1/statuses", Map.of("status", text)).json().get("id").asText();
  }

  private static String path(String id) {
    return "/api/v1/statuses/" + id;
  }

  /** Looks again and again, for as long as promised. */
  private static void assertWithin(Duration time, BooleanSupplier seen) {
    Instant end = Instant.now().plus(time);
    while (!seen.getAsBoolean()) {
      assertThat(Instant.now()).as("still not so").isBefore(end);
    }
  }

  @Test
  void answer_again_isTheSameOne() {
    String id = post("counted");
    assertThat(anybody.get(path(id)).json().get("favourites_count").asInt()).isZero();
    bob.post(path(id) + "/favourite");
    // A control of all the others here: counts alone are not told of.
    assertThat(anybody.get(path(id)).json().get("favourites_count").asInt()).isZero();
    assertThat(bob.get(path(id)).json().get("favourites_count").asInt()).isEqualTo(1);
  }

  @Test
  void postEdited_onEveryNode_isShownAnew() {
    String id = post("before");
    assertThat(anybody.get(path(id)).text()).contains("before");
    assertThat(anybodyThere.get(path(id)).text()).contains("before");
    alice.form("PUT", path(id), Map.of("status", "after"));
    assertWithin(A_SECOND, () -> anybody.get(path(id)).text().contains("after"));
    assertWithin(A_SECOND, () -> anybodyThere.get(path(id)).text().contains("after"));
  }

  @Test
  void postDeleted_everywhere_isGone() {
    String id = post("to be deleted");
    String timeline = "/api/v1/timelines/public?since_id=" + (Long.parseLong(id) - 1);
    String page = "/@alice/" + id;
    for (ApiClient one : new ApiClient[] {anybody, anybodyThere}) {
      assertThat(one.get(path(id)).status()).isEqualTo(200);
      assertThat(one.get(timeline).text()).contains("to be deleted");
      assertThat(one.get(page).text()).contains("to be deleted");
    }
    alice.delete(path(id));
    for (ApiClient one : new ApiClient[] {anybody, anybodyThere}) {
      assertWithin(A_SECOND, () -> one.get(path(id)).status() == 404);
      assertWithin(A_SECOND, () -> !one.get(timeline).text().contains("to be deleted"));
      assertWithin(A_SECOND, () -> one.get(page).status() == 404);
    }
  }

  @Test
  void profileChanged_everywhere_isShownAnew() {
    String id = post("of somebody with a name");
    for (ApiClient one : new ApiClient[] {anybody, anybodyThere}) {
      assertThat(one.get(path(id)).text()).doesNotContain("Alice Liddell");
      assertThat(one.get("/api/v1/accounts/" + aliceId).text()).doesNotContain("Alice Liddell");
    }
    alice.form(
        "PATCH", "/api/v1/accounts/update_credentials", Map.of("display_name", "Alice Liddell"));
    for (ApiClient one : new ApiClient[] {anybody, anybodyThere}) {
      assertWithin(A_SECOND, () -> one.get(path(id)).text().contains("Alice Liddell"));
      assertWithin(
          A_SECOND, () -> one.get("/api/v1/accounts/" + aliceId).text().contains("Alice Liddell"));
    }
  }

  @Test
  void signedIn_getsAnAnswerOfTheirOwn() {
    String id = post("for two");
    bob.post(path(id) + "/favourite");
    for (int i = 0; i < 2; i++) {
      ApiClient.Answer open = anybody.get(path(id));
      assertThat(open.json().has("favourited")).isFalse();
      assertThat(open.header("Cache-Control")).contains("public").contains("s-maxage=1");
      assertThat(open.header("Vary")).contains("Authorization");
      ApiClient.Answer bobs = bob.get(path(id));
      assertThat(bobs.json().get("favourited").asBoolean()).isTrue();
      assertThat(bobs.header("Cache-Control")).isEqualTo("private, no-store");
      assertThat(bobs.header("ETag")).isNull();
      assertThat(alice.get(path(id)).json().get("favourited").asBoolean()).isFalse();
    }
  }

  @Test
  void privatePost_isKeptForNobody() {
    String id =
        alice
            .post("/api/v1/statuses", Map.of("status", "private", "visibility", "private"))
            .json()
            .get("id")
            .asText();
    assertThat(alice.get(path(id)).status()).isEqualTo(200);
    assertThat(anybody.get(path(id)).status()).isEqualTo(404);
    assertThat(bob.get(path(id)).status()).isEqualTo(404);
    assertThat(anybody.get("/api/v1/accounts/" + aliceId + "/statuses").text()).doesNotContain(id);
    assertThat(alice.get("/api/v1/accounts/" + aliceId + "/statuses").text()).contains(id);
    assertThat(anybody.get("/api/v1/accounts/" + aliceId + "/statuses").text()).doesNotContain(id);
  }

  @Test
  void etag_known_isAnsweredUnchanged() {
    String id = post("tagged");
    String tag = String.valueOf(anybody.get(path(id)).header("ETag"));
    ApiClient.Answer again =
        anybody.send(anybody.request(path(id)).header("If-None-Match", tag).GET());
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.bytes()).isEmpty();
    assertThat(again.header("ETag")).isEqualTo(tag);
    ApiClient.Answer other =
        anybody.send(anybody.request(path(id)).header("If-None-Match", "\"x\"").GET());
    assertThat(other.status()).isEqualTo(200);
    assertThat(other.text()).contains("tagged");
  }

  @Test
  void gzip_accepted_isTheSameAnswer() throws IOException {
    String path = path(post("x".repeat(400)));
    String plain = anybody.get(path).text();
    HttpURLConnection zipped =
        (HttpURLConnection) server.uri().resolve(path).toURL().openConnection();
    zipped.setRequestProperty("Accept-Encoding", "gzip");
    assertThat(zipped.getHeaderField("Content-Encoding")).isEqualTo("gzip");
    byte[] unzipped = new GZIPInputStream(zipped.getInputStream()).readAllBytes();
    assertThat(new String(unzipped, StandardCharsets.UTF_8)).isEqualTo(plain);
  }

  @Test
  void query_differs_isAnotherAnswer() {
    post("one");
    post("two");
    assertThat(anybody.get("/api/v1/timelines/public?limit=1").json()).hasSize(1);
    assertThat(anybody.get("/api/v1/timelines/public?limit=2").json()).hasSize(2);
  }

  @Test
  void head_isAnsweredWithoutTheBody() {
    String path = path(post("head"));
    int length = anybody.get(path).bytes().length;
    ApiClient.Answer head =
        anybody.send(anybody.request(path).method("HEAD", BodyPublishers.noBody()));
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(length));
  }
}
