package org.flashcrowd.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.Mailbox;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The settings pages, as browsers use them; beside the pages for signing in, whose browser it
 * needs.
 */
class SettingsIT {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/settings/password", "/settings/email", "/settings/access", "/settings/delete"})
  void page_notSignedIn_leadsToSigningInAndBack(String path) {
    ApiClient.Answer answer = new TestBrowser(server).open(path);

    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.header("Location")).startsWith("/auth/sign_in?return_to=%2Fsettings");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/settings/password", "/settings/email", "/settings/delete"})
  @Proves(Promise.CSRF)
  void form_notOurs_changesNothing(String path) {
    TestBrowser browser = member("form_" + path.substring(10));

    assertThat(
            browser
                .post(path, Map.of("current_password", TestServer.PASSWORD, "password", "xxxxxxxx"))
                .status())
        .isEqualTo(422);
    assertThat(browser.open(path).status()).isEqualTo(200);
  }

  @Test
  @Proves(Promise.PASSWORDS)
  void password_changed_signsOutEverybodyElse() {
    String token = server.signUp("anna");
    TestBrowser other = new TestBrowser(server);
    other.signIn("/auth/sign_in", "anna");
    TestBrowser browser = new TestBrowser(server);
    browser.signIn("/auth/sign_in", "anna");

    ApiClient.Answer done = change(browser, TestServer.PASSWORD, "another sentence");

    assertThat(done.status()).isEqualTo(200);
    assertThat(browser.open("/settings/password").status()).isEqualTo(200);
    assertThat(other.open("/settings/password").status()).isEqualTo(302);
    Eventually.within(
        "token dead",
        () -> server.client().as(token).get("/api/v1/accounts/verify_credentials").status() == 401);
    assertThat(Mailbox.latest(server, "anna@example.org").subject()).contains("was changed");
    assertThat(AuthDatabase.column(server, "SELECT action FROM audit_log"))
        .contains("password.changed");
  }

  @Test
  void password_oldOneWrong_staysAsItIs() {
    TestBrowser browser = member("berta");

    ApiClient.Answer refused = change(browser, "not this", "another sentence");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(TestBrowser.document(refused).select("[role=alert]").text())
        .isEqualTo("The current password is wrong.");
    assertThat(new TestBrowser(server).signIn("/auth/sign_in", "berta").status()).isEqualTo(302);
  }

  @Test
  void password_tooShort_isSaid() {
    ApiClient.Answer refused = change(member("carla"), TestServer.PASSWORD, "x");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("The new password is too short");
  }

  @Test
  void email_changed_onceItsLinkIsFollowed() {
    TestBrowser browser = member("dora");
    ApiClient.Answer asked = email(browser, "dora@example.net");
    assertThat(asked.status()).isEqualTo(200);
    assertThat(new TestBrowser(server).signIn("/auth/sign_in", "dora").status()).isEqualTo(302);
    assertThat(Mailbox.latest(server, "dora@example.org").text()).contains("dora@example.net");

    String link = Mailbox.latest(server, "dora@example.net").link();
    TestBrowser mail = new TestBrowser(server);
    assertThat(mail.submit(mail.open(link), "/auth/confirmation", Map.of()).status())
        .isEqualTo(200);

    assertThat(browser.open("/settings/email").status()).isEqualTo(302);
    assertThat(new TestBrowser(server).signIn("/auth/sign_in", "dora").status()).isEqualTo(422);
    assertThat(Mailbox.latest(server, "dora@example.org").subject()).contains("was changed");
    assertThat(AuthDatabase.column(server, "SELECT email FROM credential"))
        .contains("dora@example.net")
        .doesNotContain("dora@example.org");
  }

  @Test
  void email_takenOrNone_isSaid() {
    server.signUp("emma");
    TestBrowser browser = member("emil");

    assertThat(email(browser, "EMMA@example.org").text()).contains("already taken");
    assertThat(email(browser, "nobody").text()).contains("is not an e-mail address");
  }

  @Test
  void access_listed_canBeTakenAway() {
    String token = server.signUp("frieda");
    TestBrowser other = new TestBrowser(server);
    other.signIn("/auth/sign_in", "frieda");
    TestBrowser browser = new TestBrowser(server);
    browser.signIn("/auth/sign_in", "frieda");
    ApiClient.Answer page = browser.open("/settings/access");
    assertThat(TestBrowser.document(page).select(".entries").get(0).select("li")).hasSize(2);
    assertThat(page.text()).contains("this one", "Tests");

    String app = action(page, "apps/");
    assertThat(browser.submit(page, app, Map.of()).status()).isEqualTo(302);
    Eventually.within(
        "token dead",
        () -> server.client().as(token).get("/api/v1/accounts/verify_credentials").status() == 401);
    String session =
        TestBrowser.document(page).select(".entries li").stream()
            .filter(entry -> !entry.text().contains("this one"))
            .flatMap(entry -> entry.select("form[action*=sessions/]").stream())
            .findFirst()
            .orElseThrow()
            .attr("action");
    assertThat(browser.submit(page, session, Map.of()).status()).isEqualTo(302);
    assertThat(other.open("/settings/access").status()).isEqualTo(302);
    assertThat(browser.open("/settings/access").status()).isEqualTo(200);
  }

  @Test
  void access_somebodyElses_is404() {
    TestBrowser greta = member("greta");
    String theirs = action(greta.open("/settings/access"), "sessions/");
    TestBrowser hanna = member("hanna");
    ApiClient.Answer page = hanna.open("/settings/access");
    String csrf = TestBrowser.document(page).select("input[name=csrf]").attr("value");

    assertThat(hanna.post(theirs, Map.of("csrf", csrf)).status()).isEqualTo(404);
    assertThat(greta.open("/settings/access").status()).isEqualTo(200);
  }

  @Test
  void delete_withPassword_endsTheAccount() {
    TestBrowser browser = member("ida");
    String path = "/settings/delete";
    ApiClient.Answer refused =
        browser.submit(browser.open(path), path, Map.of("current_password", "wrong"));
    assertThat(refused.status()).isEqualTo(422);

    ApiClient.Answer gone =
        browser.submit(refused, path, Map.of("current_password", TestServer.PASSWORD));

    assertThat(gone.status()).isEqualTo(200);
    assertThat(browser.cookies).doesNotContainKey("session");
    assertThat(server.client().get("/api/v1/accounts/lookup?acct=ida").status()).isEqualTo(404);
    assertThat(new TestBrowser(server).signIn("/auth/sign_in", "ida").status()).isEqualTo(422);
    assertThat(Mailbox.latest(server, "ida@example.org").subject()).contains("was deleted");
  }

  private static String action(ApiClient.Answer page, String part) {
    return TestBrowser.document(page).select("form[action*=" + part + "]").attr("action");
  }

  private static ApiClient.Answer change(TestBrowser browser, String old, String wanted) {
    return browser.submit(
        browser.open("/settings/password"),
        "/settings/password",
        Map.of("current_password", old, "password", wanted));
  }

  private static ApiClient.Answer email(TestBrowser browser, String wanted) {
    return browser.submit(
        browser.open("/settings/email"),
        "/settings/email",
        Map.of("current_password", TestServer.PASSWORD, "email", wanted));
  }

  private static TestBrowser member(String name) {
    server.signUp(name);
    TestBrowser browser = new TestBrowser(server);
    browser.signIn("/auth/sign_in", name);
    return browser;
  }
}
