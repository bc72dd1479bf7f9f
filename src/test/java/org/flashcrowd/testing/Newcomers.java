package org.flashcrowd.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signs people up at one site, through an application that is registered for it once. */
public final class Newcomers {
  private static final String SCOPES = "read write follow push profile admin:read admin:write";

  private @Nullable String applicationToken;

  /**
   * Signs somebody up, with every scope.
   *
   * @param client of any node of the site
   * @return their token; their e-mail address is {@code name@example.org} and their password {@link
   *     TestServer#PASSWORD}
   */
  public String signUp(ApiClient client, String name) {
    return accessToken(
        client.as(applicationToken(client)).post("/api/v1/accounts", registration(name)));
  }

  /** What a newcomer of that name fills in. */
  public static Map<String, String> registration(String name) {
    return Map.of(
        "username",
        name,
        "email",
        name + "@example.org",
        "password",
        TestServer.PASSWORD,
        "agreement",
        "true",
        "locale",
        "en");
  }

  /** The token of the application alone, which may sign people up. */
  public synchronized String applicationToken(ApiClient client) {
    String known = applicationToken;
    if (known != null) {
      return known;
    }
    JsonNode application =
        client
            .post(
                "/api/v1/apps",
                Map.of(
                    "client_name",
                    "Tests",
                    "redirect_uris",
                    "urn:ietf:wg:oauth:2.0:oob",
                    "scopes",
                    SCOPES))
            .json();
    ApiClient.Answer answer =
        client.post(
            "/oauth/token",
            Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                application.get("client_id").asText(),
                "client_secret",
                application.get("client_secret").asText(),
                "scope",
                SCOPES));
    String token = accessToken(answer);
    applicationToken = token;
    return token;
  }

  private static String accessToken(ApiClient.Answer answer) {
    if (answer.status() != 200) {
      throw new AssertionError("no token (" + answer.status() + "): " + answer.text());
    }
    return answer.json().get("access_token").asText();
  }
}
