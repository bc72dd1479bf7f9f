package org.flashcrowd.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.flashcrowd.moderation.People.Person;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.flashcrowd.testing.TestTokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportRoutesIT {
  private static final String PATH = "/api/v1/reports";
  private static final TestServer SERVER =
      TestServer.start(Map.of("FLASHCROWD_INSTANCE_RULES", "Be kind,No spam"));
  private static final People PEOPLE = new People(SERVER);
  private static int count;

  private final Person anna = PEOPLE.member("anna" + count);
  private final Person berta = PEOPLE.member("berta" + count);

  @BeforeEach
  void next() {
    count++;
  }

  @AfterAll
  static void close() {
    SERVER.close();
  }

  @Test
  void file_withPosts_answersTheReport() {
    String post = berta.post("buy now");

    JsonNode report =
        anna.api()
            .post(
                PATH,
                Map.of(
                    "account_id",
                    berta.id(),
                    "status_ids[]",
                    List.of(post),
                    "comment",
                    "Look at this",
                    "category",
                    "spam",
                    "forward",
                    "true"))
            .json();

    assertThat(report.get("category").asText()).isEqualTo("spam");
    assertThat(report.get("comment").asText()).isEqualTo("Look at this");
    assertThat(report.get("action_taken").asBoolean()).isFalse();
    assertThat(report.get("forwarded").asBoolean()).isFalse();
    assertThat(report.at("/status_ids/0").asText()).isEqualTo(post);
    assertThat(report.get("rule_ids").isNull()).isTrue();
    assertThat(report.at("/target_account/id").asText()).isEqualTo(berta.id());
  }

  @Test
  void file_nothingButTheAccount_isOther() {
    JsonNode report = anna.api().json("POST", PATH, Map.of("account_id", berta.id())).json();

    assertThat(report.get("category").asText()).isEqualTo("other");
    assertThat(report.get("comment").asText()).isEmpty();
    assertThat(report.get("status_ids")).isEmpty();
  }

  @Test
  void file_rules_makeItAViolation() {
    String rule = "2";

    JsonNode report =
        anna.api()
            .post(
                PATH,
                Map.of("account_id", berta.id(), "category", "spam", "rule_ids[]", List.of(rule)))
            .json();

    assertThat(report.get("category").asText()).isEqualTo("violation");
    assertThat(report.at("/rule_ids/0").asText()).isEqualTo(rule);
  }

  @ParameterizedTest
  @CsvSource({
    "category, violation, Validation failed: Rule ids does not reference valid rules",
    "rule_ids[], 3, Validation failed: Rule ids does not reference valid rules",
    "rule_ids[], abc, Validation failed: Rule ids does not reference valid rules",
    "category, rude, Validation failed: Category is not included in the list",
  })
  void file_badField_is422InTheWordsOfTheReference(String field, String value, String error) {
    ApiClient.Answer answer = anna.api().post(PATH, Map.of("account_id", berta.id(), field, value));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("error").asText()).isEqualTo(error);
  }

  @Test
  void file_commentOf1001Characters_is422() {
    String longest = "ä".repeat(1000);
    assertThat(reported(Map.of("comment", longest)).status()).isEqualTo(200);
    ApiClient.Answer answer = reported(Map.of("comment", longest + "!"));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("error").asText()).contains("Comment is too long");
  }

  private ApiClient.Answer reported(Map<String, ?> fields) {
    Map<String, Object> all = new java.util.HashMap<>(fields);
    all.put("account_id", berta.id());
    return anna.api().json("POST", PATH, all);
  }

  @Test
  void file_manyPosts_is422() {
    List<String> ids = java.util.stream.IntStream.range(0, 101).mapToObj(i -> "" + i).toList();

    assertThat(reported(Map.of("status_ids", ids)).status()).isEqualTo(422);
  }

  @Test
  void file_postOfSomebodyElseOrNotForTheReporter_is404() {
    String mine = anna.post("mine");
    String hidden =
        berta
            .api()
            .post("/api/v1/statuses", Map.of("status", "friends only", "visibility", "private"))
            .json()
            .get("id")
            .asText();

    for (String post : List.of(mine, hidden, "1", "abc")) {
      assertThat(reported(Map.of("status_ids", List.of(post))).status()).as(post).isEqualTo(404);
    }
  }

  @Test
  void file_nobodyOrOneself_isRefused() {
    assertThat(anna.api().post(PATH, Map.of("account_id", "1")).status()).isEqualTo(404);
    assertThat(anna.api().post(PATH, Map.of("account_id", "abc")).status()).isEqualTo(404);
    assertThat(anna.api().post(PATH).status()).isEqualTo(422);
    assertThat(anna.api().post(PATH, Map.of("account_id", anna.id())).status()).isEqualTo(422);
    PEOPLE.execute("UPDATE account SET suspended_at = now() WHERE id = " + berta.id());
    assertThat(reported(Map.of()).status()).isEqualTo(404);
  }

  @Test
  void file_withoutTokenOrScope_isRefused() {
    assertThat(SERVER.client().post(PATH, Map.of("account_id", berta.id())).status())
        .isEqualTo(401);
    String reader = TestTokens.issue(SERVER, anna.name(), List.of("read", "write:statuses"));
    assertThat(SERVER.client().as(reader).post(PATH, Map.of("account_id", berta.id())).status())
        .isEqualTo(403);
  }

  @Test
  void file_tooMany_is429() {
    try (TestServer strict =
        SERVER.secondNode(
            Map.of("FLASHCROWD_LIMITS_ENABLED", "true", "FLASHCROWD_LIMITS_REPORTS", "2/1h"))) {
      String token = TestTokens.issue(SERVER, anna.name(), List.of("write:reports"));
      ApiClient api = strict.client().as(token);
      assertThat(api.post(PATH, Map.of("account_id", berta.id())).status()).isEqualTo(200);
      assertThat(api.post(PATH, Map.of("account_id", berta.id())).status()).isEqualTo(200);
      assertThat(api.post(PATH, Map.of("account_id", berta.id())).status()).isEqualTo(429);
    }
  }

  /** What pixelfed-rn sends from its screens for a post and for a profile. */
  @ParameterizedTest
  @CsvSource({"spam, spam", "scam, spam", "underage, legal", "impersonation, other"})
  void report_asPixelfedSends_isFiled(String type, String category) {
    String post = berta.post("look");

    ApiClient.Answer ofPost = byType(type, "post", post);
    ApiClient.Answer ofUser = byType(type, "user", berta.id());

    assertThat(ofPost.status()).isEqualTo(200);
    assertThat(ofUser.status()).isEqualTo(200);
    assertThat(
            PEOPLE.column(
                "SELECT category || ' ' || comment || ' ' || coalesce(status_ids[1]::text, '-')"
                    + " FROM report WHERE target_id = "
                    + berta.id()
                    + " ORDER BY id"))
        .containsExactly(category + " " + type + " " + post, category + " " + type + " -");
  }

  @Test
  void report_asPixelfedSends_badInput_isRefused() {
    assertThat(byType("rude", "user", berta.id()).status()).isEqualTo(422);
    assertThat(byType("spam", "planet", berta.id()).status()).isEqualTo(422);
    assertThat(byType("spam", "post", "1").status()).isEqualTo(404);
    assertThat(byType("spam", "story", "1").status()).isEqualTo(404);
    assertThat(byType("spam", "user", "x").status()).isEqualTo(404);
    assertThat(anna.api().post("/api/v1.1/report").status()).isEqualTo(422);
  }

  private ApiClient.Answer byType(String type, String object, String id) {
    return anna.api()
        .json(
            "POST",
            "/api/v1.1/report",
            Map.of("report_type", type, "object_type", object, "object_id", id));
  }
}
