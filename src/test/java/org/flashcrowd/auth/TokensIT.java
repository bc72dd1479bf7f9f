package org.flashcrowd.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TokensIT {
  private static final String WHO = "/api/v1/apps/verify_credentials";
  private static TestServer server;
  private static OAuthClient app;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    app = OAuthClient.register(server, "read write profile");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void token_clientCredentialsByBasic_isGiven() {
    String pair = app.id() + ":" + app.secret();
    ApiClient.Answer answer =
        server
            .client()
            .send(
                server
                    .client()
                    .request("/oauth/token")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header(
                        "Authorization",
                        "Basic "
                            + Base64.getEncoder()
                                .encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                    .POST(BodyPublishers.ofString("grant_type=client_credentials")));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("scope").asText()).isEqualTo("read");
  }

  @Test
  void token_nulInTheClientId_is401() {
    String pair = Base64.getEncoder().encodeToString(new byte[] {'a', 0, ':', 'b'});
    ApiClient.Answer answer =
        server
            .client()
            .send(
                server
                    .client()
                    .request("/oauth/token")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("Authorization", "Basic " + pair)
                    .POST(BodyPublishers.ofString("grant_type=client_credentials")));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().get("error").asText()).isEqualTo("invalid_client");
  }

  @Test
  void token_wrongSecret_is401() {
    ApiClient.Answer answer =
        server
            .client()
            .post(
                "/oauth/token",
                Map.of(
                    "grant_type",
                    "client_credentials",
                    "client_id",
                    app.id(),
                    "client_secret",
                    "wrong"));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().get("error").asText()).isEqualTo("invalid_client");
  }

  @Test
  void token_withoutSecret_isRefusedToTheClientItself() {
    assertThat(
            server
                .client()
                .post(
                    "/oauth/token",
                    Map.of("grant_type", "client_credentials", "client_id", app.id()))
                .status())
        .isEqualTo(401);
  }

  @Test
  void token_unknownGrant_is400() {
    ApiClient.Answer answer = app.token(Map.of("grant_type", "password"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("error").asText()).isEqualTo("unsupported_grant_type");
  }

  @Test
  void token_scopeNotRegistered_is400() {
    ApiClient.Answer answer =
        app.token(Map.of("grant_type", "client_credentials", "scope", "push"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("error").asText()).isEqualTo("invalid_scope");
  }

  @Test
  @Proves(Promise.OAUTH)
  void token_stored_isOnlyItsHash() {
    String token = app.ownToken("read");

    assertThat(
            AuthDatabase.column(server, "SELECT t::text FROM access_token t")
                + AuthDatabase.column(server, "SELECT l::text FROM audit_log l").toString())
        .doesNotContain(token);
  }

  @Test
  void revoke_ownToken_endsItOnEveryNodeAndIsIdempotent() {
    String token = app.ownToken("read");
    try (TestServer other = server.secondNode(Map.of())) {
      assertThat(other.client().as(token).get(WHO).status()).isEqualTo(200);
      assertThat(server.client().as(token).get(WHO).status()).isEqualTo(200);

      assertThat(revoke(app, token).status()).isEqualTo(200);

      Eventually.within(
          "the other node forgets it", () -> other.client().as(token).get(WHO).status() == 401);
      assertThat(revoke(app, token).status()).isEqualTo(200);
      assertThat(revoke(app, "never-issued").status()).isEqualTo(200);
    }
  }

  /** Elk asks who is signed in as soon as it has signed out. */
  @Test
  void revoke_ownToken_isRefusedByTheSameNodeFromTheAnswerOn() {
    for (int i = 0; i < 50; i++) {
      String token = app.ownToken("read");
      assertThat(server.client().as(token).get(WHO).status()).isEqualTo(200);

      revoke(app, token);

      assertThat(server.client().as(token).get(WHO).status()).isEqualTo(401);
    }
  }

  @Test
  void revoke_anothersToken_is403AndItLives() {
    String token = app.ownToken("read");
    OAuthClient thief = OAuthClient.register(server, "read");

    assertThat(revoke(thief, token).status()).isEqualTo(403);
    assertThat(server.client().as(token).get(WHO).status()).isEqualTo(200);
  }

  /** Phanpy has lost its credentials when it signs out. */
  @Test
  void revoke_byPhanpyWhichNamesNoClient_endsTheTokenThatItHolds() {
    String token = server.signUp("yorick");
    Map<String, String> signOut =
        Map.of("client_id", "undefined", "client_secret", "undefined", "token", token);

    assertThat(server.client().post("/oauth/revoke", signOut).status()).isEqualTo(200);

    assertThat(server.client().as(token).get(WHO).status()).isEqualTo(401);
    assertThat(server.client().post("/oauth/revoke", signOut).status()).isEqualTo(200);
  }

  @Test
  void revoke_wrongSecretOrNothingHeld_is401AndTheTokenLives() {
    String token = app.ownToken("read");
    for (Map<String, String> refused :
        List.of(
            Map.of("client_id", app.id(), "client_secret", "wrong", "token", token),
            Map.of("client_id", "undefined", "token", "never-issued"),
            Map.of("client_id", "undefined"),
            Map.<String, String>of())) {
      ApiClient.Answer answer = server.client().post("/oauth/revoke", refused);
      assertThat(answer.status()).as("%s", refused).isEqualTo(401);
      assertThat(answer.json().get("error").asText()).isEqualTo("invalid_client");
    }
    assertThat(server.client().as(token).get(WHO).status()).isEqualTo(200);
  }

  @Test
  void suspension_ofTheAccount_reachesItsTokens() {
    String token = server.signUp("victor");
    assertThat(server.client().as(token).get(WHO).status()).isEqualTo(200);

    AuthDatabase.execute(
        server, "UPDATE account SET suspended_at = now() WHERE username = 'victor'");

    Eventually.within("the node knows", () -> server.client().as(token).get(WHO).status() == 403);
  }

  @Test
  void userinfo_withProfile_saysWhoItIs() {
    String token = server.signUp("wanda");

    ApiClient.Answer answer = server.client().as(token).get("/oauth/userinfo");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("preferred_username").asText()).isEqualTo("wanda");
    assertThat(server.client().get("/oauth/userinfo").status()).isEqualTo(401);
    assertThat(server.client().as(app.ownToken("read")).get("/oauth/userinfo").status())
        .isEqualTo(422);
  }

  @Test
  void discovery_document_namesItsEndpoints() {
    ApiClient.Answer answer = server.client().get("/.well-known/oauth-authorization-server");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("token_endpoint").asText()).endsWith("/oauth/token");
    assertThat(answer.json().get("code_challenge_methods_supported"))
        .extracting(method -> method.asText())
        .containsExactly("S256");
  }

  private static ApiClient.Answer revoke(OAuthClient client, String token) {
    return server
        .client()
        .post(
            "/oauth/revoke",
            Map.of("client_id", client.id(), "client_secret", client.secret(), "token", token));
  }
}
