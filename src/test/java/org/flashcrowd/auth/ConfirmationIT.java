package org.flashcrowd.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.Mailbox;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ConfirmationIT {
  private static final String RESEND = "/api/v1/emails/confirmations";
  private static TestServer server;
  private static String app;

  @BeforeAll
  static void start() {
    server =
        TestServer.start(
            Map.of(
                "FLASHCROWD_REGISTRATIONS_CONFIRM_EMAIL",
                "true",
                "FLASHCROWD_ROLES",
                "http,notify"));
    app = OAuthClient.register(server, "read write follow push").ownToken("read write");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void signUp_notConfirmed_tokenWorksForTheLetterAlone() {
    ApiClient anna = join("anna");

    ApiClient.Answer refused = anna.get("/api/v1/accounts/verify_credentials");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().get("error").asText())
        .isEqualTo("Your login is missing a confirmed e-mail address");
    assertThat(anna.get("/api/v1/emails/check_confirmation").text()).isEqualTo("false");
    assertThat(anna.post(RESEND, Map.of()).status()).isEqualTo(200);
    assertThat(Mailbox.of(server, "anna@example.org")).hasSize(2);
  }

  @Test
  void link_followedAndClicked_letsTheAppInAtOnce() {
    ApiClient berta = join("berta");
    Mailbox.Received letter = Mailbox.latest(server, "berta@example.org");
    assertThat(letter.subject()).contains("Confirm");
    TestBrowser browser = new TestBrowser(server);

    ApiClient.Answer page = browser.open(letter.link());
    assertThat(page.status()).isEqualTo(200);
    assertThat(berta.get("/api/v1/emails/check_confirmation").text()).isEqualTo("false");
    ApiClient.Answer done = browser.submit(page, "/auth/confirmation", Map.of());

    assertThat(done.status()).isEqualTo(200);
    Eventually.within(
        "let in", () -> berta.get("/api/v1/accounts/verify_credentials").status() == 200);
    assertThat(berta.get("/api/v1/emails/check_confirmation").text()).isEqualTo("true");
    ApiClient.Answer again = berta.post(RESEND, Map.of());
    assertThat(again.status()).isEqualTo(403);
    assertThat(again.json().get("error").asText()).contains("awaiting confirmation");
    assertThat(browser.open(letter.link()).status()).isEqualTo(422);
  }

  @Test
  void resend_anotherAddress_goesThereAndTheFirstLinkIsDead() {
    ApiClient carla = join("carla");
    String first = Mailbox.latest(server, "carla@example.org").link();

    assertThat(carla.post(RESEND, Map.of("email", "carla@example.net")).status()).isEqualTo(200);

    TestBrowser browser = new TestBrowser(server);
    assertThat(browser.submit(browser.open(first), "/auth/confirmation", Map.of()).status())
        .isEqualTo(422);
    String second = Mailbox.latest(server, "carla@example.net").link();
    assertThat(browser.submit(browser.open(second), "/auth/confirmation", Map.of()).status())
        .isEqualTo(200);
  }

  @Test
  void resend_badInput_is422() {
    ApiClient dora = join("dora");
    join("dorb");

    assertThat(dora.post(RESEND, Map.of("email", "nobody")).status()).isEqualTo(422);
    ApiClient.Answer taken = dora.post(RESEND, Map.of("email", "DORB@example.org"));
    assertThat(taken.status()).isEqualTo(422);
    assertThat(taken.json().at("/details/email/0/error").asText()).isEqualTo("ERR_TAKEN");
  }

  @Test
  void resend_withoutTokenOrScope_isRefused() {
    assertThat(server.client().post(RESEND, Map.of()).status()).isEqualTo(401);
    assertThat(server.client().as(app).post(RESEND, Map.of()).status()).isEqualTo(422);
  }

  @Test
  void signIn_notConfirmed_isToldWhatToDo() {
    join("emma");

    ApiClient.Answer answer = new TestBrowser(server).signIn("/auth/sign_in", "emma");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text()).contains("not confirmed yet");
  }

  @Test
  void letterPage_addressKnownOrNot_saysTheSame() {
    join("frieda");
    TestBrowser browser = new TestBrowser(server);
    String form = "/auth/confirmation/new";

    ApiClient.Answer known =
        browser.submit(browser.open(form), form, Map.of("email", "frieda@example.org"));
    ApiClient.Answer unknown =
        browser.submit(browser.open(form), form, Map.of("email", "nobody@example.org"));

    assertThat(known.status()).isEqualTo(200);
    assertThat(known.text()).isEqualTo(unknown.text());
    assertThat(Mailbox.of(server, "frieda@example.org")).hasSize(2);
    assertThat(Mailbox.of(server, "nobody@example.org")).isEmpty();
  }

  @Test
  void link_inTheDatabase_isAHash() {
    join("gerda");
    String link = Mailbox.latest(server, "gerda@example.org").link();
    String secret = link.substring(link.indexOf("token=") + 6);

    assertThat(AuthDatabase.column(server, "SELECT args::text FROM job"))
        .noneMatch(secret::contains);
    List<String> stored =
        AuthDatabase.column(
            server, "SELECT concat_ws(' ', encode(hash, 'hex'), email) FROM mailed_link");
    assertThat(stored).isNotEmpty().noneMatch(row -> row.contains(secret));
  }

  private static ApiClient join(String name) {
    Map<String, String> fields =
        new HashMap<>(
            Map.of(
                "username",
                name,
                "email",
                name + "@example.org",
                "password",
                TestServer.PASSWORD,
                "agreement",
                "true"));
    ApiClient.Answer answer = server.client().as(app).post("/api/v1/accounts", fields);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return server.client().as(answer.json().get("access_token").asText());
  }
}
