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

class PasswordResetIT {
  private static final String ASK = "/auth/password/new";
  private static final String CHOOSE = "/auth/password/edit";
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
  @Proves(Promise.PASSWORDS)
  void reset_byLink_changesThePasswordAndEndsEverything() {
    ApiClient anna = server.client().as(server.signUp("anna"));
    TestBrowser signedIn = new TestBrowser(server);
    signedIn.signIn("/auth/sign_in", "anna");
    TestBrowser browser = new TestBrowser(server);
    ask(browser, "Anna@Example.org");
    String link = Mailbox.latest(server, "anna@example.org").link();

    ApiClient.Answer done =
        browser.submit(browser.open(link), CHOOSE, Map.of("password", "a new sentence"));

    assertThat(done.status()).isEqualTo(200);
    Eventually.within(
        "token dead", () -> anna.get("/api/v1/accounts/verify_credentials").status() == 401);
    assertThat(AuthDatabase.column(server, "SELECT count(*) FROM web_session"))
        .containsExactly("0");
    assertThat(new TestBrowser(server).signIn("/auth/sign_in", "anna").status()).isEqualTo(422);
    TestBrowser again = new TestBrowser(server);
    assertThat(
            again
                .submit(
                    again.open("/auth/sign_in"),
                    "/auth/sign_in",
                    Map.of("email", "anna@example.org", "password", "a new sentence"))
                .status())
        .isEqualTo(302);
    assertThat(Mailbox.latest(server, "anna@example.org").subject()).contains("was changed");
    assertThat(AuthDatabase.column(server, "SELECT action FROM audit_log"))
        .contains("password.reset", "token.revoked");
  }

  @Test
  void link_secondUse_isDead() {
    server.signUp("berta");
    TestBrowser browser = new TestBrowser(server);
    ask(browser, "berta@example.org");
    ask(browser, "berta@example.org");
    String first = Mailbox.of(server, "berta@example.org").getFirst().link();
    String second = Mailbox.latest(server, "berta@example.org").link();
    ApiClient.Answer page = browser.open(first);
    ApiClient.Answer other = browser.open(second);

    assertThat(browser.submit(page, CHOOSE, Map.of("password", "the first one")).status())
        .isEqualTo(200);

    assertThat(browser.submit(page, CHOOSE, Map.of("password", "the second one")).status())
        .isEqualTo(422);
    assertThat(browser.submit(other, CHOOSE, Map.of("password", "the third one")).status())
        .isEqualTo(422);
    assertThat(browser.open(second).status()).isEqualTo(422);
  }

  @Test
  void link_afterAnHour_isDead() {
    server.signUp("carla");
    TestBrowser browser = new TestBrowser(server);
    ask(browser, "carla@example.org");
    String link = Mailbox.latest(server, "carla@example.org").link();
    AuthDatabase.execute(
        server, "UPDATE mailed_link SET expires_at = expires_at - interval '1 hour'");

    assertThat(browser.open(link).status()).isEqualTo(422);
  }

  @Test
  void password_tooShort_leavesTheLinkAlive() {
    server.signUp("dora");
    TestBrowser browser = new TestBrowser(server);
    ask(browser, "dora@example.org");
    String link = Mailbox.latest(server, "dora@example.org").link();

    ApiClient.Answer refused = browser.submit(browser.open(link), CHOOSE, Map.of("password", "x"));

    assertThat(refused.status()).isEqualTo(422);
    assertThat(TestBrowser.document(refused).select("[role=alert]").text()).contains("too short");
    assertThat(browser.submit(refused, CHOOSE, Map.of("password", "long enough")).status())
        .isEqualTo(200);
  }

  @Test
  void ask_addressKnownOrNot_answersAndWritesTheSame() {
    server.signUp("emma");
    TestBrowser browser = new TestBrowser(server);

    ApiClient.Answer known = ask(browser, "emma@example.org");
    ApiClient.Answer unknown = ask(browser, "nobody@example.org");

    assertThat(known.status()).isEqualTo(200);
    assertThat(known.text()).isEqualTo(unknown.text());
    assertThat(Mailbox.of(server, "nobody@example.org")).isEmpty();
  }

  @Test
  void ask_withoutFormToken_isRefused() {
    assertThat(new TestBrowser(server).post(ASK, Map.of("email", "emma@example.org")).status())
        .isEqualTo(422);
  }

  @Test
  void ask_tooOftenForOneAddress_is429KnownOrNot() {
    try (TestServer strict =
        server.secondNode(
            Map.of(
                "FLASHCROWD_LIMITS_ENABLED", "true", "FLASHCROWD_LIMITS_LETTERS_EMAIL", "1/1h"))) {
      TestBrowser browser = new TestBrowser(strict);
      assertThat(ask(browser, "nobody@example.net").status()).isEqualTo(200);
      assertThat(ask(browser, "NOBODY@example.net").status()).isEqualTo(429);
    }
  }

  private static ApiClient.Answer ask(TestBrowser browser, String email) {
    return browser.submit(browser.open(ASK), ASK, Map.of("email", email));
  }
}
