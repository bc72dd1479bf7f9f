package org.flashcrowd.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.streaming.LiveSocket;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.Balancer;
import org.flashcrowd.testing.Newcomers;
import org.flashcrowd.testing.TestServer;
import org.flashcrowd.testing.TestTokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Nothing of a session lives in a node: three of them behind HAProxy, which sends each request to
 * the next one, are one server for whoever uses them.
 */
class BalancedSiteIT {
  private static final Pattern NEXT = Pattern.compile("<[^>]*?(/api/[^>]+)>; rel=\"next\"");
  private static final Pattern ANSWERED =
      Pattern.compile(
          "(?m)^flashcrowd_http_requests_seconds_count\\{.*verify_credentials.*} (\\d+)");

  private static final List<TestServer> NODES = new ArrayList<>();
  private static TestServer site;
  private static Balancer balancer;
  private static ApiClient anybody;
  private static ApiClient alice;
  private static String bob;

  @BeforeAll
  static void start() {
    Assumptions.assumeTrue(Balancer.isInstalled(), Balancer.MISSING);
    site = TestServer.start(Map.of("FLASHCROWD_ROLES", "schedule"));
    List<Balancer.Node> ports =
        List.of(Balancer.Node.free(), Balancer.Node.free(), Balancer.Node.free());
    ports.forEach(node -> NODES.add(site.secondNode(node.settings())));
    balancer = Balancer.start(ports, Map.of("BALANCE", "roundrobin"));
    anybody = balancer.client();
    Newcomers newcomers = new Newcomers();
    alice = anybody.as(newcomers.signUp(anybody, "alice"));
    bob = newcomers.signUp(anybody, "bob");
  }

  @AfterAll
  static void stop() {
    if (site != null) {
      balancer.close();
      NODES.forEach(TestServer::close);
      site.close();
    }
  }

  private static String post(Map<String, ?> fields) {
    ApiClient.Answer answer = alice.post("/api/v1/statuses", fields);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().get("id").asText();
  }

  /** Otherwise the other tests would show nothing. */
  @Test
  void requests_goToEveryNodeInTurn() {
    List<Integer> before = NODES.stream().map(BalancedSiteIT::answered).toList();

    for (int i = 0; i < 30; i++) {
      assertThat(alice.get("/api/v1/accounts/verify_credentials").status()).isEqualTo(200);
    }

    for (int i = 0; i < NODES.size(); i++) {
      assertThat(answered(NODES.get(i)) - before.get(i)).isEqualTo(10);
    }
  }

  private static int answered(TestServer node) {
    String metrics = new ApiClient(node.managementUri()).get("/metrics").text();
    return ANSWERED
        .matcher(metrics)
        .results()
        .mapToInt(count -> Integer.parseInt(count.group(1)))
        .sum();
  }

  @Test
  void photo_uploadedAtOneNode_isProcessedAndServedByAll() {
    ApiClient.Answer accepted =
        alice.upload("POST", "/api/v2/media", "file", Pictures.jpeg(600, 400), Map.of());
    JsonNode media = Uploads.ready(alice, accepted);
    String path = URI.create(media.get("url").asText()).getPath();
    byte[] first = anybody.get(path).bytes();

    for (TestServer node : NODES) {
      assertThat(node.client().get(path).bytes()).isEqualTo(first);
    }
    post(Map.of("status", "a photo", "media_ids[]", media.get("id").asText()));
  }

  @Test
  void post_sentTwiceWithOneKey_isThereOnceWhicheverNodeGetsIt() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      ApiClient.Answer answer =
          alice.send(
              alice
                  .request("/api/v1/statuses")
                  .header("Idempotency-Key", "one of a kind")
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(java.net.http.HttpRequest.BodyPublishers.ofString("status=once")));
      ids.add(answer.json().get("id").asText());
    }

    assertThat(Set.copyOf(ids)).hasSize(1);
  }

  @Test
  void post_madeAtOneNode_isToldAtEveryOther() {
    List<LiveSocket> sockets =
        NODES.stream().map(node -> LiveSocket.open(node, bob, "stream=public")).toList();
    sockets.forEach(LiveSocket::settle);

    String id = post(Map.of("status", "everywhere"));

    for (LiveSocket socket : sockets) {
      assertThat(socket.until(id)).isNotEmpty();
      socket.close();
    }
  }

  @Test
  void token_revokedAtOneNode_isRefusedByAllAndItsSocketsEndWithinASecond() {
    String token = TestTokens.issue(site, "bob", Set.of("read"));
    for (TestServer node : NODES) {
      assertThat(node.client().as(token).get("/api/v1/timelines/home").status()).isEqualTo(200);
    }
    try (LiveSocket socket = LiveSocket.open(NODES.getFirst(), token, "stream=user")) {
      socket.settle();
      long started = System.nanoTime();
      ApiClient.Answer revoked =
          NODES.getLast().client().post("/oauth/revoke", Map.of("token", token));
      assertThat(revoked.status()).as(revoked.text()).isEqualTo(200);

      assertThat(socket.closeCode()).isEqualTo(1008);
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(1));
      for (TestServer node : NODES) {
        assertThat(node.client().as(token).get("/api/v1/timelines/home").status()).isEqualTo(401);
      }
    }
  }

  @Test
  void pages_eachFromAnotherNode_holdEveryPostOnceInOrder() {
    String account = alice.get("/api/v1/accounts/verify_credentials").json().get("id").asText();
    List<String> posted = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      posted.addFirst(post(Map.of("status", "page " + i)));
    }

    List<String> read = new ArrayList<>();
    String path = "/api/v1/accounts/" + account + "/statuses?limit=5";
    while (path != null && read.size() < 12) {
      ApiClient.Answer page = alice.get(path);
      page.json().forEach(status -> read.add(status.get("id").asText()));
      Matcher next = NEXT.matcher(String.valueOf(page.header("Link")));
      path = next.find() ? next.group(1) : null;
    }

    assertThat(read.subList(0, 12)).isEqualTo(posted);
  }
}
