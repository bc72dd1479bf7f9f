package org.flashcrowd.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestRows;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nodes that do one thing each: together they are a site. */
class RolesIT {
  private static TestServer http;
  private static String token;

  @BeforeAll
  static void start() {
    http = TestServer.start(Map.of("FLASHCROWD_ROLES", "http"));
    token = http.signUp("alice");
  }

  @AfterAll
  static void stop() {
    http.close();
  }

  private static TestServer node(String roles) {
    return http.secondNode(Map.of("FLASHCROWD_ROLES", roles));
  }

  private static ApiClient alice() {
    return http.client().as(token);
  }

  private static JsonNode uploaded() {
    ApiClient.Answer accepted =
        alice().upload("POST", "/api/v2/media", "file", Pictures.jpeg(300, 200), Map.of());
    assertThat(accepted.status()).isEqualTo(202);
    return accepted.json();
  }

  @Test
  void httpAlone_takesPhotosAndRunsNoJob_untilAMediaNodeIsThere() {
    JsonNode media = uploaded();
    alice().post("/api/v1/statuses", Map.of("status", "waits", "media_ids[]", id(media)));

    try (TestServer other = node("http")) {
      // A poll interval of both nodes passes in what they answer here.
      assertThat(other.client().as(token).get("/api/v1/media/" + id(media)).status())
          .isEqualTo(206);
    }
    assertThat(
            TestRows.number(
                http, "SELECT count(*) FROM job WHERE kind LIKE 'media.%' AND attempt > 0"))
        .isZero();

    try (TestServer media2 = node("media")) {
      assertThat(media2.server().port()).isEqualTo(-1);
      assertThat(Uploads.processed(alice(), id(media)).status()).isEqualTo(200);
      assertThat(new ApiClient(media2.managementUri()).get("/health/ready").status())
          .isEqualTo(200);
      assertThat(new ApiClient(media2.managementUri()).get("/metrics").status()).isEqualTo(200);
    }
  }

  @Test
  void feedNode_writesFeedsThatHttpNodesRead() {
    String bob = http.signUp("bob");
    ApiClient reader = http.client().as(bob);
    String account = alice().get("/api/v1/accounts/verify_credentials").json().get("id").asText();
    reader.post("/api/v1/accounts/" + account + "/follow");
    reader.get("/api/v1/timelines/home");
    String post =
        alice()
            .post("/api/v1/statuses", Map.of("status", "to my followers"))
            .json()
            .get("id")
            .asText();

    try (TestServer others = node("feed,notify,recommend,analytics,inference,schedule")) {
      assertThat(others.server().port()).isEqualTo(-1);
      Uploads.until(() -> reader.get("/api/v1/timelines/home").text().contains("\"" + post + "\""));
    }
  }

  private static String id(JsonNode node) {
    return node.get("id").asText();
  }
}
