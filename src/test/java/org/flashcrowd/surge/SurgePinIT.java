package org.flashcrowd.surge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.flashcrowd.http.Json;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An operator's pin, on two nodes of one site. */
class SurgePinIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static TestServer first;
  private static TestServer second;
  private static String token;

  @BeforeAll
  static void start() {
    first = TestServer.start(Map.of("FLASHCROWD_CACHE_PAGES", "1s"));
    second = first.secondNode(Map.of());
    token = first.signUp("alice");
  }

  @AfterAll
  static void stop() {
    second.close();
    first.close();
  }

  @AfterEach
  void release() throws Exception {
    assertThat(post(first, "/surge/release").statusCode()).isEqualTo(200);
    awaitPinned(first, false);
    awaitPinned(second, false);
  }

  private static HttpResponse<String> post(TestServer node, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(node.managementUri() + path))
            .POST(HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String get(TestServer node, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(node.managementUri() + path)).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private static JsonNode management(TestServer node, String path) throws Exception {
    return Json.MAPPER.readTree(get(node, path));
  }

  private static void awaitPinned(TestServer node, boolean pinned) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (management(node, "/surge").get("pinned").asBoolean() != pinned) {
      assertThat(System.nanoTime()).as("the pin reaches the node").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static void pin(int level) throws Exception {
    assertThat(post(first, "/surge/pin?level=" + level).statusCode()).isEqualTo(200);
    awaitLevel(first, level);
    awaitLevel(second, level);
  }

  private static void awaitLevel(TestServer node, int level) throws Exception {
    awaitPinned(node, true);
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (management(node, "/surge").get("level").asInt() != level) {
      assertThat(System.nanoTime()).as("the level reaches the node").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void pin_onOneNode_reachesTheOtherAndOneThatStartsLater() throws Exception {
    pin(2);

    assertThat(management(second, "/surge").get("level").asInt()).isEqualTo(2);
    assertThat(management(second, "/health").at("/parts/surge").asText())
        .isEqualTo("2 patient (pinned)");
    try (TestServer third = first.secondNode(Map.of())) {
      assertThat(management(third, "/surge").get("name").asText()).isEqualTo("patient");
      assertThat(get(third, "/metrics")).contains("flashcrowd_surge_level 2.0");
    }
  }

  @Test
  void pin_levelFour_takesNoEvents() throws Exception {
    ApiClient alice = second.client().as(token);
    String event = "{\"events\": [{\"type\": \"search\"}]}";
    assertThat(alice.json("POST", "/api/v1/events", event).status()).isEqualTo(202);

    pin(4);

    ApiClient.Answer refused = alice.json("POST", "/api/v1/events", event);
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("Retry-After")).isNotNull();
  }

  @Test
  void pin_levelFour_refusesStrangersAndServesMembers() throws Exception {
    pin(4);

    for (TestServer node : new TestServer[] {first, second}) {
      ApiClient.Answer refused = node.client().get("/api/v1/timelines/public");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("Retry-After")).matches("\\d");
      assertThat(refused.json().get("error").asText())
          .isEqualTo("The server is too busy right now");
      ApiClient member = node.client().as(token);
      assertThat(member.post("/api/v1/statuses", Map.of("status", "Still here")).status())
          .isEqualTo(200);
      assertThat(member.get("/api/v1/timelines/home").status()).isEqualTo(200);
      assertThat(member.get("/api/v1/timelines/public").status()).isEqualTo(200);
      // Whoever signs in is let in, and so are those who ask whether the server is well.
      assertThat(node.client().get("/auth/sign_in").status()).isEqualTo(200);
      assertThat(node.client().get("/health").status()).isEqualTo(200);
    }
    assertThat(get(first, "/metrics"))
        .containsPattern("http_shed_total\\{priority=\"anonymous\",reason=\"pinned\"} [1-9]");
  }

  @Test
  void pin_levelOne_suggestsNobodyToMembersAndKeepsTheRest() throws Exception {
    ApiClient alice = first.client().as(token);
    ApiClient bob = first.client().as(first.signUp("bob"));
    String carol = id(first.client().as(first.signUp("carol")));
    assertThat(alice.post("/api/v1/accounts/" + id(bob) + "/follow").status()).isEqualTo(200);
    assertThat(bob.post("/api/v1/accounts/" + carol + "/follow").status()).isEqualTo(200);
    pin(0);
    assertThat(alice.get("/api/v2/suggestions").text()).contains(carol);

    pin(1);

    assertThat(alice.get("/api/v2/suggestions").json()).isEmpty();
    assertThat(alice.get("/api/v1/trends/statuses").json()).isEmpty();
    assertThat(alice.get("/api/v1/timelines/home").status()).isEqualTo(200);
    assertThat(first.client().get("/api/v1/trends/statuses").status()).isEqualTo(200);
    pin(0);
    assertThat(alice.get("/api/v2/suggestions").text()).contains(carol);
  }

  @Test
  void pin_levelThree_showsStrangersWhatIsKeptHoweverOld() throws Exception {
    ApiClient dave = first.client().as(first.signUp("dave"));
    // A page that shows nothing yet: what is shown and changes is forgotten at any level.
    String page = "/api/v1/timelines/tag/level3";
    pin(3);
    await("the page is old", () -> isOld(first.client().get(page)));

    String id =
        dave.post("/api/v1/statuses", Map.of("status", "Later #level3")).json().get("id").asText();

    assertThat(dave.get(page).text()).contains(id);
    ApiClient.Answer kept = first.client().get(page);
    assertThat(isOld(kept)).isTrue();
    assertThat(kept.json()).isEmpty();
    release();
    await("the page is made anew", () -> first.client().get(page).text().contains(id));
  }

  private static boolean isOld(ApiClient.Answer answer) {
    String from = answer.header("Cache-Status");
    return from != null && from.contains("hit; ttl=-");
  }

  private static void await(String what, BooleanSupplier reached) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!reached.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
    }
  }

  private static String id(ApiClient client) {
    return client.get("/api/v1/accounts/verify_credentials").json().get("id").asText();
  }

  @Test
  void pin_levelThree_refusesNobody() throws Exception {
    pin(3);
    assertThat(second.client().get("/api/v2/instance").status()).isEqualTo(200);
  }

  @Test
  void pin_fromAPageOrWithoutALevel_isRefused() throws Exception {
    assertThat(post(first, "/surge/pin?level=4", "Origin", "https://evil.example").statusCode())
        .isEqualTo(403);
    assertThat(post(first, "/surge/pin?level=5").statusCode()).isEqualTo(400);
    assertThat(post(first, "/surge/pin").statusCode()).isEqualTo(400);
    assertThat(management(first, "/surge").get("pinned").asBoolean()).isFalse();
  }
}
