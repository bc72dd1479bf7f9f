package org.flashcrowd.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationIT {
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  private static final String ELK = "https://elk.example/api/x/https%3A%2F%2Felk.example?a=b";
  private static final String ALL = OAuthClient.REDIRECT + "\n" + Application.OUT_OF_BAND;

  private static TestServer server;
  private static OAuthClient app;
  private TestBrowser browser;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    server.signUp("alice");
    app =
        OAuthClient.register(
            server, "read write:statuses push", ALL + "\n" + ELK + "\nicecubesapp://");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void openBrowser() {
    browser = new TestBrowser(server);
  }

  @Test
  void wholeFlow_signInConsentExchange_givesATokenOfTheAccount() {
    String path = path(Map.of("scope", "read write", "state", "x y&z"));
    ApiClient.Answer toSignIn = browser.open(path);
    assertThat(toSignIn.status()).isEqualTo(302);
    ApiClient.Answer signedIn = browser.signIn(location(toSignIn), "alice");
    assertThat(signedIn.status()).isEqualTo(302);

    ApiClient.Answer consent = browser.open(location(signedIn));
    ApiClient.Answer allowed = browser.submit(consent, "/oauth/authorize", allow());

    assertThat(allowed.status()).isEqualTo(302);
    assertThat(location(allowed)).startsWith(OAuthClient.REDIRECT + "?");
    Map<String, String> query = query(location(allowed));
    assertThat(query.get("state")).isEqualTo("x y&z");
    ApiClient.Answer token = exchange(Objects.requireNonNull(query.get("code")), Map.of());
    assertThat(token.status()).isEqualTo(200);
    assertThat(token.json().get("scope").asText().split(" "))
        .containsExactlyInAnyOrder("read", "write:statuses");
    assertThat(token.header("Cache-Control")).isEqualTo("no-store");
    assertThat(
            server
                .client()
                .as(token.json().get("access_token").asText())
                .get("/api/v1/accounts/verify_credentials")
                .json()
                .get("username")
                .asText())
        .isEqualTo("alice");
  }

  @Test
  void authorize_trailingSlash_worksToo() {
    assertThat(browser.open(path(Map.of()).replace("authorize?", "authorize/?")).status())
        .isEqualTo(302);
  }

  @Test
  @Proves(Promise.CSRF)
  void consent_page_namesTheApplicationItsScopesAndThePerson() {
    ApiClient.Answer consent = consentPage(Map.of("scope", "read write"));

    var page = TestBrowser.document(consent);
    assertThat(page.select("h1").text()).contains("Holiday snaps");
    assertThat(page.select(".grants li"))
        .extracting(item -> item.text())
        .containsExactly(
            "See everything that you see here, also what is not public read",
            "Change your posts and feeds write:statuses");
    assertThat(page.text()).contains("@alice");
    assertThat(consent.header("Cache-Control")).isEqualTo("no-store");
    assertThat(consent.header("Content-Security-Policy"))
        .contains("form-action 'self' https://app.example;", "frame-ancestors 'none'");
  }

  @Test
  @Proves(Promise.OAUTH)
  void consent_signedInAlready_isAskedAllTheSame() {
    consentPage(Map.of());

    ApiClient.Answer again = browser.open(path(Map.of()));

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text()).contains("Allow");
  }

  @Test
  void consent_forceLogin_asksForThePasswordAgain() {
    consentPage(Map.of());

    ApiClient.Answer again = browser.open(path(Map.of("force_login", "true")));

    assertThat(location(again)).startsWith("/auth/sign_in?");
  }

  @Test
  void consent_denied_returnsAccessDenied() {
    ApiClient.Answer denied =
        browser.submit(
            consentPage(Map.of("state", "s")), "/oauth/authorize", Map.of("decision", "deny"));

    assertThat(query(location(denied))).containsEntry("error", "access_denied");
    assertThat(query(location(denied))).containsEntry("state", "s");
  }

  @Test
  @Proves(Promise.CSRF)
  void consent_withoutFormToken_givesNoCode() {
    consentPage(Map.of());
    Map<String, String> fields = new HashMap<>(fields(Map.of()));
    fields.put("decision", "allow");

    ApiClient.Answer answer = browser.post("/oauth/authorize", fields);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.header("Location")).isNull();
  }

  @Test
  @Proves(Promise.CSRF)
  void consent_formTokenOfAnotherBrowser_givesNoCode() {
    TestBrowser other = new TestBrowser(server);
    String foreign =
        TestBrowser.document(other.open("/auth/sign_in")).select("[name=csrf]").attr("value");
    consentPage(Map.of());
    Map<String, String> fields = new HashMap<>(fields(Map.of()));
    fields.put("decision", "allow");
    fields.put("csrf", foreign);

    assertThat(browser.post("/oauth/authorize", fields).status()).isEqualTo(422);
  }

  @Test
  void outOfBand_allowed_showsTheCode() {
    ApiClient.Answer page =
        browser.submit(
            consentPage(Map.of("redirect_uri", Application.OUT_OF_BAND)),
            "/oauth/authorize",
            allow());

    assertThat(page.status()).isEqualTo(200);
    String code = TestBrowser.document(page).select("#code").text();
    assertThat(exchange(code, Map.of("redirect_uri", Application.OUT_OF_BAND)).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {ELK, "icecubesapp://"})
  void redirect_registeredAddress_isReturnedToTheLetter(String redirect) {
    ApiClient.Answer allowed =
        browser.submit(consentPage(Map.of("redirect_uri", redirect)), "/oauth/authorize", allow());

    assertThat(location(allowed))
        .startsWith(redirect + (redirect.contains("?") ? "&code=" : "?code="));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.example/callback/extra",
        "https://app.example/callback?x=1",
        "https://app.example%2Fcallback",
        "https://app.example/%63allback",
        "https://app.example/callback/..%2F",
        "https://user@app.example/callback",
        "https://app.example@evil.example/callback",
        "https://app.example:443/callback",
        "https://APP.example/callback",
        "http://app.example/callback",
        "https://evil.example/",
        "//evil.example/",
        ""
      })
  @Proves({Promise.REDIRECT_URI, Promise.OAUTH})
  void redirect_anythingElse_isAnErrorPageAndNoRedirect(String redirect) {
    ApiClient.Answer answer = browser.open(path(Map.of("redirect_uri", redirect)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Location")).isNull();
    assertThat(answer.header("Content-Type")).startsWith("text/html");
  }

  @Test
  void authorize_unknownClient_isAnErrorPage() {
    ApiClient.Answer answer = browser.open(path(Map.of("client_id", "nobody")));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("not known to this server");
  }

  @Test
  @Proves(Promise.OAUTH)
  void authorize_implicitGrant_isRefused() {
    assertThat(query(location(browser.open(path(Map.of("response_type", "token"))))))
        .containsEntry("error", "unsupported_response_type");
  }

  @Test
  void authorize_scopeNotRegistered_isRefused() {
    assertThat(query(location(browser.open(path(Map.of("scope", "admin:read"))))))
        .containsEntry("error", "invalid_scope");
  }

  @Test
  @Proves(Promise.OAUTH)
  void authorize_plainChallenge_isRefused() {
    Map<String, String> plain =
        Map.of("code_challenge", CHALLENGE, "code_challenge_method", "plain");
    Map<String, String> unnamed = Map.of("code_challenge", CHALLENGE);

    assertThat(query(location(browser.open(path(plain)))))
        .containsEntry("error", "invalid_request");
    assertThat(query(location(browser.open(path(unnamed)))))
        .containsEntry("error", "invalid_request");
  }

  @Test
  void token_publicClientWithPkce_isGiven() {
    String code = code(Map.of("code_challenge", CHALLENGE, "code_challenge_method", "S256"));

    assertThat(publicExchange(code, VERIFIER).status()).isEqualTo(200);
  }

  @Test
  void token_wrongVerifier_isRefusedAndTheCodeIsUsedUp() {
    String code = code(Map.of("code_challenge", CHALLENGE, "code_challenge_method", "S256"));

    assertInvalidGrant(publicExchange(code, VERIFIER.replace('d', 'e')));
    assertInvalidGrant(publicExchange(code, VERIFIER));
  }

  @Test
  @Proves(Promise.OAUTH)
  void token_publicClientWithoutPkce_isRefused() {
    assertInvalidGrant(publicExchange(code(Map.of()), ""));
  }

  @Test
  @Proves(Promise.OAUTH)
  void token_codeUsedTwice_endsWhatItGave() {
    String code = code(Map.of());
    String token = exchange(code, Map.of()).json().get("access_token").asText();
    assertThat(server.client().as(token).get("/api/v1/apps/verify_credentials").status())
        .isEqualTo(200);

    assertInvalidGrant(exchange(code, Map.of()));

    Eventually.within(
        "the token is revoked",
        () -> server.client().as(token).get("/api/v1/apps/verify_credentials").status() == 401);
  }

  @Test
  void token_anotherRedirect_isRefused() {
    assertInvalidGrant(exchange(code(Map.of()), Map.of("redirect_uri", ELK)));
  }

  @Test
  void token_anotherClient_isRefused() {
    OAuthClient thief = OAuthClient.register(server, "read");

    assertInvalidGrant(
        thief.token(
            Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code(Map.of()),
                "redirect_uri",
                OAuthClient.REDIRECT)));
  }

  @Test
  @Proves(Promise.OAUTH)
  void token_expiredCode_isRefused() {
    String code = code(Map.of());
    AuthDatabase.execute(server, "UPDATE authorization_code SET expires_at = clock_timestamp()");

    assertInvalidGrant(exchange(code, Map.of()));
  }

  private ApiClient.Answer consentPage(Map<String, String> changed) {
    ApiClient.Answer toSignIn = browser.open(path(changed));
    return browser.open(location(browser.signIn(location(toSignIn), "alice")));
  }

  private String code(Map<String, String> changed) {
    ApiClient.Answer allowed = browser.submit(consentPage(changed), "/oauth/authorize", allow());
    return Objects.requireNonNull(query(location(allowed)).get("code"));
  }

  private static ApiClient.Answer exchange(String code, Map<String, String> changed) {
    Map<String, String> fields = new HashMap<>();
    fields.put("grant_type", "authorization_code");
    fields.put("code", code);
    fields.put("redirect_uri", OAuthClient.REDIRECT);
    fields.putAll(changed);
    return app.token(fields);
  }

  private static ApiClient.Answer publicExchange(String code, String verifier) {
    return server
        .client()
        .post(
            "/oauth/token",
            Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                app.id(),
                "code",
                code,
                "redirect_uri",
                OAuthClient.REDIRECT,
                "code_verifier",
                verifier));
  }

  private static void assertInvalidGrant(ApiClient.Answer answer) {
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("error").asText()).isEqualTo("invalid_grant");
  }

  private static Map<String, String> allow() {
    return Map.of("decision", "allow");
  }

  private static Map<String, String> fields(Map<String, String> changed) {
    Map<String, String> fields = new HashMap<>();
    fields.put("response_type", "code");
    fields.put("client_id", app.id());
    fields.put("redirect_uri", OAuthClient.REDIRECT);
    fields.put("scope", "read");
    fields.putAll(changed);
    return fields;
  }

  private static String path(Map<String, String> changed) {
    return fields(changed).entrySet().stream()
        .map(
            field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&", "/oauth/authorize?", ""));
  }

  private static String location(ApiClient.Answer answer) {
    @Nullable String location = answer.header("Location");
    assertThat(location).as("a redirect, not %s %s", answer.status(), answer.text()).isNotNull();
    return Objects.requireNonNull(location);
  }

  private static Map<String, String> query(String location) {
    return Arrays.stream(location.substring(location.indexOf('?') + 1).split("&"))
        .map(field -> field.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }
}
