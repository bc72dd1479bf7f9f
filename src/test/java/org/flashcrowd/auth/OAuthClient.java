package org.flashcrowd.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;

/** A registered application, as a test has it. */
record OAuthClient(TestServer server, String id, String secret) {
  static final String REDIRECT = "https://app.example/callback";

  static OAuthClient register(TestServer server, String scopes) {
    return register(server, scopes, REDIRECT + "\n" + Application.OUT_OF_BAND);
  }

  static OAuthClient register(TestServer server, String scopes, String redirectUris) {
    JsonNode application =
        server
            .client()
            .post(
                "/api/v1/apps",
                Map.of(
                    "client_name",
                    "Holiday snaps",
                    "redirect_uris",
                    redirectUris,
                    "scopes",
                    scopes,
                    "website",
                    "https://app.example"))
            .json();
    return new OAuthClient(
        server, application.get("client_id").asText(), application.get("client_secret").asText());
  }

  /** A client-credentials token. */
  String ownToken(String scope) {
    return token(Map.of("grant_type", "client_credentials", "scope", scope))
        .json()
        .get("access_token")
        .asText();
  }

  /** Calls the token endpoint with this application's credentials. */
  ApiClient.Answer token(Map<String, String> fields) {
    Map<String, String> all = new java.util.HashMap<>(fields);
    all.put("client_id", id);
    all.put("client_secret", secret);
    return server.client().post("/oauth/token", all);
  }
}
