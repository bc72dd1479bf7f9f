package org.flashcrowd.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who is granted a scope of administration, and what of it is written down. */
class RolesIT {
  private static TestServer server;
  private static OAuthClient app;
  private static OAuthClient tool;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    app = OAuthClient.register(server, "read write admin:read admin:write");
    tool = OAuthClient.register(server, "admin:read:accounts");
    server.signUp("anna");
    server.signUp("mona");
    AuthDatabase.execute(
        server, "UPDATE account SET role = 'moderator' WHERE username IN ('mona', 'dora')");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void consent_ofUser_offersNoScopeOfAdministration() {
    TestBrowser browser = new TestBrowser(server);
    ApiClient.Answer consent = consent(browser, app, "anna", "read admin:read");
    assertThat(consent.text()).contains("anna").doesNotContain("admin:read");

    assertThat(scopes(token(browser, consent, app))).containsExactly("read");
  }

  @Test
  void consent_ofModerator_grantsThem() {
    TestBrowser browser = new TestBrowser(server);
    ApiClient.Answer consent = consent(browser, app, "mona", "read admin:read:accounts");

    assertThat(scopes(token(browser, consent, app))).containsExactly("admin:read:accounts", "read");
  }

  @Test
  void consent_ofUserForNothingElse_returnsInvalidScope() {
    ApiClient.Answer refused =
        consent(new TestBrowser(server), tool, "anna", "admin:read:accounts");

    assertThat(refused.header("Location")).contains("error=invalid_scope");
  }

  @Test
  void token_roleLostBetweenConsentAndExchange_carriesNone() {
    server.signUp("dora");
    AuthDatabase.execute(server, "UPDATE account SET role = 'admin' WHERE username = 'dora'");
    TestBrowser browser = new TestBrowser(server);
    String code = code(browser, consent(browser, app, "dora", "read admin:read"));
    AuthDatabase.execute(server, "UPDATE account SET role = 'user' WHERE username = 'dora'");

    assertThat(scopes(exchange(app, code))).containsExactly("read");
  }

  @Test
  void signUp_throughAnAppWithAdminScopes_getsNone() {
    ApiClient.Answer answer =
        server
            .client()
            .as(app.ownToken("read write"))
            .post(
                "/api/v1/accounts",
                Map.of(
                    "username",
                    "bold",
                    "email",
                    "bold@example.org",
                    "password",
                    TestServer.PASSWORD,
                    "agreement",
                    "true"));

    assertThat(scopes(answer)).containsExactly("read", "write");
  }

  @Test
  @Proves(Promise.AUDIT_LOG)
  void codeUsedTwice_isWrittenDown() {
    TestBrowser browser = new TestBrowser(server);
    String code = code(browser, consent(browser, app, "mona", "read"));
    exchange(app, code);
    exchange(app, code);

    assertThat(audit("token.revoked", "details ->> 'reason'", "mona"))
        .containsExactly("code.reused");
  }

  @Test
  @Proves(Promise.AUDIT_LOG)
  void signIn_wrongAgainAndAgain_isWrittenDownABoundedNumberOfTimes() {
    server.signUp("guessed");
    TestBrowser browser = new TestBrowser(server);
    ApiClient.Answer form = browser.open("/auth/sign_in");
    for (int i = 0; i < 40; i++) {
      browser.submit(
          form, "/auth/sign_in", Map.of("email", "guessed@example.org", "password", "wrong " + i));
    }

    assertThat(audit("sign-in.failed", "address", "guessed")).hasSize(30);
  }

  @Test
  void signIn_keepsWhereItCameFrom() {
    server.signUp("seen");
    new TestBrowser(server).signIn("/auth/sign_in", "seen");

    assertThat(
            AuthDatabase.column(
                server,
                "SELECT host(address) FROM account_address d JOIN account a ON a.id = d.account_id"
                    + " WHERE a.username = 'seen'"))
        .containsExactly("127.0.0.1");
  }

  @Test
  void signIn_disabled_isToldAndTheSessionEnds() {
    server.signUp("frozen");
    TestBrowser browser = new TestBrowser(server);
    assertThat(consent(browser, app, "frozen", "read").status()).isEqualTo(200);
    AuthDatabase.execute(
        server, "UPDATE account SET disabled_at = now() WHERE username = 'frozen'");

    assertThat(location(browser.open(path(app, "read")))).startsWith("/auth/sign_in");
    ApiClient.Answer again = new TestBrowser(server).signIn("/auth/sign_in", "frozen");
    assertThat(again.status()).isEqualTo(422);
    assertThat(again.text()).contains("cannot be signed in to");
  }

  private static ApiClient.Answer consent(
      TestBrowser browser, OAuthClient client, String name, String scopes) {
    ApiClient.Answer toSignIn = browser.open(path(client, scopes));
    ApiClient.Answer signedIn = browser.signIn(location(toSignIn), name);
    return browser.open(location(signedIn));
  }

  private static String path(OAuthClient client, String scopes) {
    return "/oauth/authorize?response_type=code&client_id=%s&redirect_uri=%s&scope=%s"
        .formatted(client.id(), encode(OAuthClient.REDIRECT), encode(scopes));
  }

  private static String code(TestBrowser browser, ApiClient.Answer consent) {
    ApiClient.Answer allowed =
        browser.submit(consent, "/oauth/authorize", Map.of("decision", "allow"));
    String location = location(allowed);
    return location.substring(location.indexOf("code=") + 5);
  }

  private static ApiClient.Answer token(
      TestBrowser browser, ApiClient.Answer consent, OAuthClient client) {
    return exchange(client, code(browser, consent));
  }

  private static ApiClient.Answer exchange(OAuthClient client, String code) {
    return client.token(
        Map.of(
            "grant_type",
            "authorization_code",
            "code",
            code,
            "redirect_uri",
            OAuthClient.REDIRECT));
  }

  private static List<String> scopes(ApiClient.Answer token) {
    return List.of(token.json().get("scope").asText().split(" "));
  }

  private static List<String> audit(String action, String what, String username) {
    return AuthDatabase.column(
        server,
        "SELECT %s FROM audit_log l JOIN account a ON a.id = l.account_id WHERE l.action = '%s'"
                .formatted(what, action)
            + " AND a.username = '"
            + username
            + "'");
  }

  private static String location(ApiClient.Answer answer) {
    String location = answer.header("Location");
    assertThat(location).as("a redirect, not %s", answer.text()).isNotNull();
    return String.valueOf(location);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
