package org.flashcrowd.filters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.Plans;
import org.flashcrowd.testing.Queue;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Posts as somebody with filters gets them. */
@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class FilteredStatusesIT {
  private static final String TIMELINE = "/api/v1/timelines/public?local=true";

  private TestServer server;
  private ApiClient alice;
  private ApiClient bob;

  @BeforeEach
  void setUp() {
    server = TestServer.start();
    alice = server.client().as(server.signUp("alice"));
    bob = server.client().as(server.signUp("bob"));
  }

  @AfterEach
  void tearDown() {
    server.close();
  }

  @Test
  void filtered_everywhereAPostIsShown() {
    String post = post(bob, Map.of("status", "Spoilers ahead, @alice"));
    String reply = post(bob, Map.of("status", "more Spoilers", "in_reply_to_id", post));
    alice.post("/api/v1/accounts/" + id(bob) + "/follow");
    String boost = bob.post("/api/v1/statuses/" + reply + "/reblog").json().get("id").asText();
    Queue.settle(server);
    filter("spoilers");

    assertFiltered(alice.get("/api/v1/statuses/" + post).json());
    assertFiltered(alice.get("/api/v1/statuses/" + post + "/context").json().at("/descendants/0"));
    assertFiltered(alice.get(TIMELINE).json().get(0));
    assertFiltered(alice.get("/api/v1/notifications?types[]=mention").json().at("/0/status"));
    JsonNode boosted = alice.get("/api/v1/statuses/" + boost).json();
    assertFiltered(boosted);
    assertFiltered(boosted.get("reblog"));
    for (JsonNode shown : alice.get("/api/v1/timelines/home").json()) {
      assertFiltered(shown);
    }
    assertThat(bob.get("/api/v1/statuses/" + post).json().get("filtered")).isEmpty();
    assertThat(server.client().get("/api/v1/statuses/" + post).json().has("filtered")).isFalse();
  }

  private static void assertFiltered(JsonNode status) {
    assertThat(status.at("/filtered/0/keyword_matches").toString()).isEqualTo("[\"spoilers\"]");
    assertThat(status.at("/filtered/0/status_matches")).isEmpty();
    assertThat(status.at("/filtered/0/filter/title").asText()).isEqualTo("test");
    assertThat(status.at("/filtered/0/filter").has("keywords")).isFalse();
  }

  @Test
  void filtered_bySpoilerDescriptionAndTag() {
    filter("alpha", "#gamma");
    String spoiler = post(bob, Map.of("status", "text", "spoiler_text", "the alpha"));
    String tag = post(bob, Map.of("status", "see #Gamma"));
    String none = post(bob, Map.of("status", "alphabet"));

    assertThat(matches(spoiler)).containsExactly("alpha");
    assertThat(matches(tag)).containsExactly("#gamma");
    assertThat(matches(none)).isEmpty();
  }

  @Test
  void filtered_changes_areSeenAtOnceAndOnEveryNode() {
    try (TestServer second = server.secondNode(Map.of())) {
      ApiClient there = new ApiClient(second.uri()).as(server.signUp("carol"));
      ApiClient here = new ApiClient(server.uri()).as(tokenOf(there));
      String post = post(bob, Map.of("status", "winter"));
      assertThat(here.get("/api/v1/statuses/" + post).json().get("filtered")).isEmpty();
      assertThat(there.get("/api/v1/statuses/" + post).json().get("filtered")).isEmpty();

      JsonNode filter = here.post("/api/v2/filters", form("winter")).json();
      String path = "/api/v2/filters/" + filter.get("id").asText();
      assertThat(here.get("/api/v1/statuses/" + post).json().get("filtered")).hasSize(1);
      eventually(there, post, 1);

      here.post(path + "/statuses", Map.of("status_id", post));
      assertThat(here.get("/api/v1/statuses/" + post).json().at("/filtered/0/status_matches/0"))
          .hasToString('"' + post + '"');
      here.delete("/api/v2/filters/keywords/" + filter.at("/keywords/0/id").asText());
      assertThat(here.get("/api/v1/statuses/" + post).json().at("/filtered/0/keyword_matches"))
          .isEmpty();
      here.delete(path);
      assertThat(here.get("/api/v1/statuses/" + post).json().get("filtered")).isEmpty();
      eventually(there, post, 0);
    }
  }

  /** The notification takes its way through PostgreSQL; each look is a round trip. */
  private static void eventually(ApiClient client, String post, int filtered) {
    long deadline = System.nanoTime() + 10_000_000_000L;
    int found = -1;
    while (found != filtered) {
      assertThat(System.nanoTime()).as("filters found: %d", found).isLessThan(deadline);
      found = client.get("/api/v1/statuses/" + post).json().get("filtered").size();
    }
  }

  @Test
  void filtered_ownPost_isNotEvenAsABoostOfAnothers() {
    filter("spoilers");
    String own = post(alice, Map.of("status", "my spoilers"));
    assertThat(matches(own)).isEmpty();
    String boost = bob.post("/api/v1/statuses/" + own + "/reblog").json().get("id").asText();
    assertThat(matches(boost)).isEmpty();
  }

  @Test
  void filtered_wholeWord_andTimeOver() {
    bob.post("/api/v1/statuses", Map.of("status", "x"));
    String post = post(bob, Map.of("status", "concatenate"));
    alice.post(
        "/api/v2/filters",
        Map.of(
            "title",
            "over",
            "context[]",
            "home",
            "expires_in",
            "0",
            "keywords_attributes[][keyword]",
            "concatenate"));
    assertThat(alice.get("/api/v2/filters").json()).hasSize(1);
    assertThat(matches(post)).isEmpty();
    JsonNode part = alice.post("/api/v2/filters", form("cat")).json();
    assertThat(matches(post)).containsExactly("cat");
    alice.form(
        "PUT",
        "/api/v2/filters/keywords/" + part.at("/keywords/0/id").asText(),
        Map.of("keyword", "cat", "whole_word", "true"));
    assertThat(matches(post)).isEmpty();
  }

  @Test
  void active_ofOneViewer_isReadByIndex() throws SQLException {
    String plan = Plans.of(server.services().database().value(), FilterRepository.ACTIVE, 17L);

    assertThat(plan).contains("filter_account", "filter_keyword_filter").doesNotContain("Seq Scan");
    assertThat(Plans.of(server.services().database().value(), FilterRepository.USAGE, 17L))
        .doesNotContain("Seq Scan");
  }

  private void filter(String... keywords) {
    for (String keyword : keywords) {
      alice.post(
          "/api/v2/filters",
          Map.of(
              "title",
              "test",
              "context[]",
              List.of("home", "public"),
              "keywords_attributes[][keyword]",
              keyword,
              "keywords_attributes[][whole_word]",
              "true"));
    }
  }

  private static Map<String, String> form(String keyword) {
    return Map.of("title", "test", "context[]", "home", "keywords_attributes[][keyword]", keyword);
  }

  private List<String> matches(String post) {
    return alice
        .get("/api/v1/statuses/" + post)
        .json()
        .get("filtered")
        .findValues("keyword_matches")
        .stream()
        .map(words -> words.get(0).asText())
        .toList();
  }

  private static String post(ApiClient author, Map<String, String> fields) {
    return author.post("/api/v1/statuses", fields).json().get("id").asText();
  }

  private static String id(ApiClient account) {
    return account.get("/api/v1/accounts/verify_credentials").json().get("id").asText();
  }

  private static String tokenOf(ApiClient client) {
    return client
        .request("/")
        .GET()
        .build()
        .headers()
        .firstValue("Authorization")
        .orElseThrow()
        .substring("Bearer ".length());
  }
}
