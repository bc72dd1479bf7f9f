package org.flashcrowd.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionIT {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    server.signUp("alice");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void signIn_rightPassword_setsACookieThatScriptsCannotRead() {
    TestBrowser browser = new TestBrowser(server);

    ApiClient.Answer answer = browser.signIn("/auth/sign_in?return_to=/auth/sign_out", "alice");

    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.header("Location")).isEqualTo("/auth/sign_out");
    assertThat(answer.http().headers().allValues("set-cookie"))
        .anySatisfy(
            cookie ->
                assertThat(cookie).startsWith("session=").contains("HTTPOnly", "SameSite=Lax"));
    assertThat(AuthDatabase.column(server, "SELECT action FROM audit_log")).contains("sign-in");
  }

  @Test
  @Proves(Promise.CSRF)
  void signIn_behindHttps_usesHostCookies() {
    try (TestServer https =
        server.secondNode(Map.of("FLASHCROWD_PUBLIC_URL", "https://photos.example"))) {
      ApiClient.Answer page = new TestBrowser(https).open("/auth/sign_in");

      assertThat(page.header("Set-Cookie"))
          .startsWith("__Host-csrf=")
          .contains("Secure", "HTTPOnly", "SameSite=Lax", "Path=/")
          .doesNotContain("Domain");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice@example.org", "nobody@example.org", ""})
  void signIn_wrong_saysTheSameOfKnownAndUnknown(String email) {
    TestBrowser browser = new TestBrowser(server);

    ApiClient.Answer answer =
        browser.submit(
            browser.open("/auth/sign_in"),
            "/auth/sign_in",
            Map.of("email", email, "password", "not this one"));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(TestBrowser.document(answer).select("[role=alert]").text())
        .isEqualTo("The e-mail address or the password is wrong.");
    assertThat(browser.cookies).doesNotContainKey("session");
  }

  @Test
  @Proves(Promise.CSRF)
  void signIn_withoutFormToken_isRefused() {
    TestBrowser browser = new TestBrowser(server);
    browser.open("/auth/sign_in");

    ApiClient.Answer answer =
        browser.post(
            "/auth/sign_in", Map.of("email", "alice@example.org", "password", TestServer.PASSWORD));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(browser.cookies).doesNotContainKey("session");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://evil.example/", "//evil.example", "/\\evil.example", "evil", "/a\r\nb"})
  void signIn_returnToElsewhere_goesHome(String elsewhere) {
    TestBrowser browser = new TestBrowser(server);
    ApiClient.Answer answer =
        browser.submit(
            browser.open("/auth/sign_in"),
            "/auth/sign_in",
            Map.of(
                "email",
                "alice@example.org",
                "password",
                TestServer.PASSWORD,
                "return_to",
                elsewhere));

    assertThat(answer.header("Location")).isEqualTo("/");
  }

  @Test
  void signIn_suspended_isTold() {
    server.signUp("mallory");
    AuthDatabase.execute(
        server, "UPDATE account SET suspended_at = now() WHERE username = 'mallory'");

    ApiClient.Answer answer = new TestBrowser(server).signIn("/auth/sign_in", "mallory");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text()).contains("suspended");
  }

  @Test
  void signOut_submitted_endsTheSession() {
    TestBrowser browser = new TestBrowser(server);
    browser.signIn("/auth/sign_in", "alice");
    int before = sessions();

    ApiClient.Answer answer =
        browser.submit(browser.open("/auth/sign_out"), "/auth/sign_out", Map.of());

    assertThat(answer.status()).isEqualTo(302);
    assertThat(browser.cookies).doesNotContainKey("session");
    assertThat(sessions()).isEqualTo(before - 1);
  }

  @Test
  void signUp_onThePage_signsIn() {
    TestBrowser browser = new TestBrowser(server);

    ApiClient.Answer answer = join(browser, "nora", TestServer.PASSWORD);

    assertThat(answer.status()).isEqualTo(302);
    assertThat(browser.cookies).containsKey("session");
  }

  @Test
  void signUp_badInput_keepsWhatWasTypedAndSaysWhatIsWrong() {
    ApiClient.Answer answer = join(new TestBrowser(server), "not ok", "short");

    assertThat(answer.status()).isEqualTo(422);
    var page = TestBrowser.document(answer);
    assertThat(page.select("#username").attr("value")).isEqualTo("not ok");
    assertThat(page.select("#username-problem").text()).contains("letters");
    assertThat(page.select("#password-problem").text()).contains("too short");
    assertThat(page.select("#password").hasAttr("value")).isFalse();
  }

  @Test
  void signUp_markupInAField_isShownAsText() {
    ApiClient.Answer answer =
        join(new TestBrowser(server), "\"><script>alert(1)</script>", TestServer.PASSWORD);

    assertThat(TestBrowser.document(answer).select("script")).isEmpty();
  }

  @Test
  @Proves(Promise.RATE_LIMITS)
  void limits_perEmail_holdFromAnyAddress() {
    try (TestServer strict =
        server.secondNode(
            Map.of(
                "FLASHCROWD_LIMITS_ENABLED", "true", "FLASHCROWD_LIMITS_SIGN_IN_EMAIL", "2/1h"))) {
      assertThat(new TestBrowser(strict).signIn("/auth/sign_in", "nobody").status()).isEqualTo(422);
      assertThat(new TestBrowser(strict).signIn("/auth/sign_in", "NOBODY").status()).isEqualTo(422);
      ApiClient.Answer third = new TestBrowser(strict).signIn("/auth/sign_in", "nobody");

      assertThat(third.status()).isEqualTo(429);
      assertThat(third.text()).contains("Too many attempts");
      assertThat(Integer.parseInt(String.valueOf(third.header("Retry-After")))).isPositive();
    }
  }

  @Test
  void stylesheet_asNamedByThePage_isServedForGood() {
    String href =
        TestBrowser.document(server.client().get("/auth/sign_in"))
            .select("link[rel=stylesheet]")
            .attr("href");

    ApiClient.Answer css = server.client().get(href);

    assertThat(css.status()).isEqualTo(200);
    assertThat(css.header("Content-Type")).startsWith("text/css");
    assertThat(css.header("Cache-Control")).contains("immutable");
    assertThat(server.client().get("/assets/flashcrowd.css").status()).isEqualTo(404);
  }

  private static ApiClient.Answer join(TestBrowser browser, String name, String password) {
    return browser.submit(
        browser.open("/auth/sign_up"),
        "/auth/sign_up",
        Map.of(
            "username",
            name,
            "email",
            name.hashCode() + "@example.org",
            "password",
            password,
            "agreement",
            "true"));
  }

  private static int sessions() {
    return Integer.parseInt(
        AuthDatabase.column(server, "SELECT count(*) FROM web_session").getFirst());
  }
}
