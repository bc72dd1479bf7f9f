package org.flashcrowd.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignUpIT {
  private static TestServer server;
  private static String app;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    app = OAuthClient.register(server, "read write follow push").ownToken("read write");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void create_everythingRight_givesATokenThatWorksAtOnce() {
    ApiClient.Answer answer = signUp(fields("alice"));

    assertThat(answer.status()).isEqualTo(200);
    JsonNode token = answer.json();
    assertThat(token.get("token_type").asText()).isEqualTo("Bearer");
    assertThat(token.get("scope").asText().split(" "))
        .containsExactlyInAnyOrder("read", "write", "follow", "push");
    assertThat(token.get("created_at").isNumber()).isTrue();
    assertThat(
            server
                .client()
                .as(token.get("access_token").asText())
                .get("/api/v1/apps/verify_credentials")
                .status())
        .isEqualTo(200);
  }

  @Test
  void create_asJson_worksToo() {
    ApiClient.Answer answer =
        server
            .client()
            .as(app)
            .json(
                "POST",
                "/api/v1/accounts",
                Map.of(
                    "username",
                    "json",
                    "email",
                    "json@example.org",
                    "password",
                    TestServer.PASSWORD,
                    "agreement",
                    true,
                    "locale",
                    "de"));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void create_takenNameAndAddress_saysBothWhateverTheCase() {
    signUp(fields("bob"));
    Map<String, String> again = fields("BOB");
    again.put("email", "Bob@Example.org");

    ApiClient.Answer answer = signUp(again);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(code(answer, "username")).isEqualTo("ERR_TAKEN");
    assertThat(code(answer, "email")).isEqualTo("ERR_TAKEN");
  }

  @ParameterizedTest
  @CsvSource({
    "username, '', ERR_BLANK",
    "username, has space, ERR_INVALID",
    "username, admin, ERR_RESERVED",
    "username, Webmaster, ERR_RESERVED",
    "email, '', ERR_BLANK",
    "email, nobody, ERR_INVALID",
    "email, a@b@c, ERR_INVALID",
    "password, '', ERR_BLANK",
    "password, 1234567, ERR_TOO_SHORT",
    "agreement, false, ERR_ACCEPTED",
    "agreement, '', ERR_ACCEPTED"
  })
  void create_badField_saysWhatIsWrongWithIt(String field, String value, String error) {
    Map<String, String> fields = fields("carol");
    fields.put(field, value);

    ApiClient.Answer answer = signUp(fields);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(code(answer, field)).isEqualTo(error);
    assertThat(answer.json().get("error").asText()).startsWith("Validation failed");
  }

  @Test
  @Proves(Promise.PASSWORDS)
  void create_passwordOf129Characters_isTooLong() {
    Map<String, String> fields = fields("dora");
    fields.put("password", "x".repeat(129));

    assertThat(code(signUp(fields), "password")).isEqualTo("ERR_TOO_LONG");
  }

  @Test
  void create_nothingSent_listsEveryField() {
    JsonNode details = signUp(Map.of()).json().get("details");

    assertThat(details.fieldNames())
        .toIterable()
        .contains("username", "email", "password", "agreement");
  }

  @Test
  void create_withoutToken_is401() {
    assertThat(server.client().post("/api/v1/accounts", fields("erin")).status()).isEqualTo(401);
  }

  @Test
  void create_tokenWithoutWrite_is403() {
    String readOnly = OAuthClient.register(server, "read").ownToken("read");

    assertThat(server.client().as(readOnly).post("/api/v1/accounts", fields("erin")).status())
        .isEqualTo(403);
  }

  @Test
  void create_registrationsClosed_is422() {
    try (TestServer closed = server.secondNode(Map.of("FLASHCROWD_REGISTRATIONS_MODE", "closed"))) {
      ApiClient.Answer answer = closed.client().as(app).post("/api/v1/accounts", fields("frank"));

      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.json().get("error").asText()).contains("not being accepted");
    }
  }

  @Test
  void create_approvalNeeded_givesATokenThatDoesNothingYet() {
    try (TestServer careful =
        server.secondNode(Map.of("FLASHCROWD_REGISTRATIONS_MODE", "approval"))) {
      ApiClient.Answer silent = careful.client().as(app).post("/api/v1/accounts", fields("grace"));
      assertThat(code(silent, "reason")).isEqualTo("ERR_BLANK");
      Map<String, String> asking = fields("grace");
      asking.put("reason", "I take photos of birds");
      ApiClient.Answer answer = careful.client().as(app).post("/api/v1/accounts", asking);

      assertThat(answer.status()).isEqualTo(200);
      String token = answer.json().get("access_token").asText();
      ApiClient.Answer barred =
          careful.client().as(token).get("/api/v1/accounts/verify_credentials");
      assertThat(barred.status()).isEqualTo(403);
      assertThat(barred.json().get("error").asText())
          .isEqualTo("Your login is currently pending approval");
    }
  }

  private static ApiClient.Answer signUp(Map<String, String> fields) {
    return server.client().as(app).post("/api/v1/accounts", fields);
  }

  private static String code(ApiClient.Answer answer, String field) {
    return answer.json().at("/details/" + field + "/0/error").asText();
  }

  private static Map<String, String> fields(String name) {
    return new HashMap<>(
        Map.of(
            "username",
            name,
            "email",
            name + "@example.org",
            "password",
            TestServer.PASSWORD,
            "agreement",
            "true",
            "locale",
            "en"));
  }
}
