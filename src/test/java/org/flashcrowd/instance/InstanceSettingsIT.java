package org.flashcrowd.instance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.flashcrowd.db.Query;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.Plans;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a server says of itself once an operator has said more. */
@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class InstanceSettingsIT {
  private static TestServer server;
  private static ApiClient anybody;
  private static ApiClient keeper;

  @BeforeAll
  static void setUp() {
    server =
        TestServer.start(
            Map.of(
                "FLASHCROWD_INSTANCE_RULES",
                "[Be kind., 'No spam: none.']",
                "FLASHCROWD_INSTANCE_CONTACT_ACCOUNT",
                "keeper",
                "FLASHCROWD_INSTANCE_EXTENDED_DESCRIPTION",
                "More about us.",
                "FLASHCROWD_INSTANCE_PRIVACY_POLICY",
                "We keep <nothing>.",
                "FLASHCROWD_INSTANCE_TERMS_OF_SERVICE",
                "Use it well.",
                "FLASHCROWD_INSTANCE_TERMS_OF_SERVICE_DATE",
                "2026-01-31",
                "FLASHCROWD_INSTANCE_PIXELFED_APPS",
                "true"));
    anybody = server.client();
    keeper = server.client().as(server.signUp("Keeper"));
  }

  @AfterAll
  static void tearDown() {
    server.close();
  }

  @Test
  void rules_areListedAndPartOfBothForms() {
    JsonNode rules = anybody.get("/api/v1/instance/rules").json();

    assertThat(rules.findValuesAsText("id")).containsExactly("1", "2");
    assertThat(rules.findValuesAsText("text")).containsExactly("Be kind.", "No spam: none.");
    assertThat(anybody.get("/api/v2/instance").json().get("rules")).isEqualTo(rules);
    assertThat(anybody.get("/api/v1/instance").json().get("rules")).isEqualTo(rules);
  }

  /** Ice Cubes opens the contact from there. */
  @Test
  void contactAccount_isPartOfBothForms() {
    assertThat(anybody.get("/api/v2/instance").json().at("/contact/account/username").asText())
        .isEqualTo("Keeper");
    assertThat(anybody.get("/api/v1/instance").json().at("/contact_account/username").asText())
        .isEqualTo("Keeper");
  }

  @Test
  void texts_areHtml() {
    assertThat(content("extended_description")).isEqualTo("<p>More about us.</p>");
    assertThat(content("privacy_policy")).isEqualTo("<p>We keep &lt;nothing&gt;.</p>");
    JsonNode terms = anybody.get("/api/v1/instance/terms_of_service").json();
    assertThat(terms.get("content").asText()).isEqualTo("<p>Use it well.</p>");
    assertThat(terms.get("effective_date").asText()).isEqualTo("2026-01-31");
    assertThat(terms.get("effective").asBoolean()).isTrue();
    assertThat(anybody.get("/api/v1/instance/terms_of_service/2026-01-31").json()).isEqualTo(terms);
    assertThat(anybody.get("/api/v1/instance/terms_of_service/2025-01-31").status()).isEqualTo(404);
  }

  private static String content(String text) {
    return anybody.get("/api/v1/instance/" + text).json().get("content").asText();
  }

  @Test
  void activity_tellsTwelveWeeksTheCurrentOneFirst() {
    keeper.post("/api/v1/statuses", Map.of("status", "hello"));

    JsonNode weeks = anybody.get("/api/v1/instance/activity").json();
    assertThat(weeks).hasSize(12);
    assertThat(weeks.at("/0/statuses").asLong()).isPositive();
    assertThat(weeks.at("/0/registrations").asLong()).isPositive();
    assertThat(weeks.at("/0/logins").asLong()).isPositive();
    assertThat(weeks.at("/11/statuses").asText()).isEqualTo("0");
    long monday = weeks.at("/0/week").asLong();
    assertThat(Instant.ofEpochSecond(monday).atOffset(ZoneOffset.UTC).getDayOfWeek())
        .isEqualTo(DayOfWeek.MONDAY);
    assertThat(weeks.at("/1/week").asLong()).isEqualTo(monday - 7 * 86_400);
  }

  @Test
  void activity_ofOneWeek_isCountedByIndex() throws SQLException {
    String sql = Activity.COUNT.sql().replace("$3", "date '2026-11-23'");
    String plan =
        Plans.of(server.services().database().value(), Query.named("test.activity", sql), 1L, 2L);

    assertThat(plan).contains("status_pkey", "account_pkey").doesNotContain("Seq Scan");
  }

  /** Phanpy hides half of what it can do from a version that names Pixelfed (trap 1). */
  @Test
  void pixelfedNodeInfo_letIn_isTheOnlyPlaceThatNamesPixelfed() {
    JsonNode told = anybody.get("/api/nodeinfo/2.0.json").json();
    assertThat(told.at("/software/name").asText()).isEqualTo("pixelfed");
    assertThat(told.at("/software/version").asText()).isEqualTo("0.12.3");

    String link = anybody.get("/.well-known/nodeinfo").json().at("/links/0/href").asText();
    assertThat(link).endsWith("/nodeinfo/2.0");
    assertThat(anybody.get("/nodeinfo/2.0").json().at("/software/name").asText())
        .isEqualTo("flashcrowd");
    for (String path : List.of("/api/v1/instance", "/api/v2/instance")) {
      assertThat(anybody.get(path).json().get("version").asText())
          .doesNotContainIgnoringCase("pixelfed");
    }
  }
}
