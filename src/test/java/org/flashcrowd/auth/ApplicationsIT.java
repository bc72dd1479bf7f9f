package org.flashcrowd.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplicationsIT {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void register_asForm_answersWithItsCredentials() {
    JsonNode application =
        register(
            Map.of(
                "client_name",
                "Holiday snaps",
                "redirect_uris",
                "icecubesapp://\nurn:ietf:wg:oauth:2.0:oob",
                "scopes",
                "read write follow push",
                "website",
                "https://app.example"));

    assertThat(application.get("id").asText()).matches("\\d+");
    assertThat(application.get("name").asText()).isEqualTo("Holiday snaps");
    assertThat(application.get("website").asText()).isEqualTo("https://app.example");
    assertThat(application.get("redirect_uri").asText())
        .isEqualTo("icecubesapp://\nurn:ietf:wg:oauth:2.0:oob");
    assertThat(application.get("redirect_uris"))
        .extracting(JsonNode::asText)
        .containsExactly("icecubesapp://", "urn:ietf:wg:oauth:2.0:oob");
    assertThat(application.get("scopes"))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrder("read", "write", "follow", "push");
    assertThat(application.get("client_id").asText()).hasSize(43);
    assertThat(application.get("client_secret").asText()).hasSize(43);
    assertThat(application.get("client_secret_expires_at").asInt()).isZero();
  }

  @Test
  void register_asJsonWithList_keepsEachToTheLetter() {
    String elk = "https://elk.example/api/x/oauth/https%3A%2F%2Felk.example";
    ApiClient.Answer answer =
        server
            .client()
            .json(
                "POST",
                "/api/v1/apps",
                Map.of("client_name", "Elk", "redirect_uris", List.of(elk, "pixelfed://login")));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("redirect_uris"))
        .extracting(JsonNode::asText)
        .containsExactly(elk, "pixelfed://login");
    assertThat(answer.json().get("scopes")).extracting(JsonNode::asText).containsExactly("read");
    assertThat(answer.json().get("website").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "client_name, ''",
    "redirect_uris, ''",
    "redirect_uris, not-a-uri",
    "redirect_uris, javascript:alert(1)",
    "redirect_uris, 'JavaScript:alert(1)'",
    "redirect_uris, 'data:text/html,x'",
    "redirect_uris, https://app.example/#fragment",
    "redirect_uris, https://bank.example@evil.example/",
    "scopes, everything",
    "website, javascript:alert(1)"
  })
  void register_badField_is422NamingIt(String field, String value) {
    Map<String, String> fields =
        new HashMap<>(Map.of("client_name", "A", "redirect_uris", "https://app.example/"));
    fields.put(field, value);

    ApiClient.Answer answer = server.client().post("/api/v1/apps", fields);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().at("/details/" + field).isArray()).isTrue();
  }

  @Test
  void verify_ownToken_showsTheApplicationWithoutItsSecret() {
    String token = OAuthClient.register(server, "read").ownToken("read");

    ApiClient.Answer answer = server.client().as(token).get("/api/v1/apps/verify_credentials");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("name").asText()).isEqualTo("Holiday snaps");
    assertThat(answer.json().has("client_id")).isFalse();
    assertThat(answer.json().has("client_secret")).isFalse();
  }

  @Test
  void verify_unknownToken_is401() {
    ApiClient.Answer answer = server.client().as("nonsense").get("/api/v1/apps/verify_credentials");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().get("error").asText()).isEqualTo("The access token is invalid");
  }

  @Test
  void verify_withoutToken_is401() {
    assertThat(server.client().get("/api/v1/apps/verify_credentials").status()).isEqualTo(401);
  }

  private static JsonNode register(Map<String, String> fields) {
    ApiClient.Answer answer = server.client().post("/api/v1/apps", fields);
    assertThat(answer.status()).isEqualTo(200);
    return answer.json();
  }
}
