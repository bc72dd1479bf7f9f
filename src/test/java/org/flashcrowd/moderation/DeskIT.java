package org.flashcrowd.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flashcrowd.auth.TestBrowser;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.moderation.People.Person;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.Mailbox;
import org.flashcrowd.testing.Queue;
import org.flashcrowd.testing.TestServer;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages for staff, as browsers use them. */
class DeskIT {
  private static TestServer server;
  private static People people;
  private static Person fan;
  private static TestBrowser mona;
  private static int count;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    people = new People(server);
    people.staff("mona", "moderator");
    fan = people.member("fan");
    mona = browser("mona");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/moderation", "/moderation/reports/1", "/moderation/sign-ups", "/moderation/log"})
  void page_forNobodyElse(String path) {
    assertThat(new TestBrowser(server).open(path).status()).isEqualTo(302);
    assertThat(browser("fan").open(path).status()).isEqualTo(404);
  }

  @Test
  void form_ofAMember_doesNothing() {
    Person target = target();
    String report = report(target, List.of());
    TestBrowser browser = browser("fan");
    String csrf =
        TestBrowser.document(browser.open("/settings/password"))
            .select("input[name=csrf]")
            .attr("value");
    Map<String, String> fields = Map.of("csrf", csrf, "type", "suspend", "confirmed", "true");

    for (String what : List.of("resolve", "action", "lift")) {
      assertThat(browser.post(path(report) + "/" + what, fields).status()).isEqualTo(404);
    }
    assertThat(browser.post("/moderation/sign-ups/" + target.id() + "/reject", fields).status())
        .isEqualTo(404);
    assertThat(target.api().get("/api/v1/accounts/verify_credentials").status()).isEqualTo(200);
    assertThat(open(report)).isTrue();
  }

  @Test
  void form_notOurs_doesNothing() {
    Person target = target();
    String report = report(target, List.of());

    for (String what : List.of("resolve", "action", "lift")) {
      assertThat(
              mona.post(path(report) + "/" + what, Map.of("type", "silence", "what", "x")).status())
          .isEqualTo(422);
    }
    assertThat(
            mona.post(
                    "/moderation/sign-ups/" + target.id() + "/reject", Map.of("confirmed", "true"))
                .status())
        .isEqualTo(422);
    assertThat(open(report)).isTrue();
    assertThat(people.column("SELECT action FROM account_warning WHERE target_id = " + target.id()))
        .isEmpty();
  }

  @Test
  void queue_report_isShownWithItsPhotosAndResolved() {
    Person target = target();
    String media = Uploads.ready(target.api(), Pictures.jpeg(640, 480)).get("id").asText();
    String post =
        target
            .api()
            .post(
                "/api/v1/statuses",
                Map.of("status", "<look> at this", "media_ids[]", List.of(media)))
            .json()
            .get("id")
            .asText();
    String report = report(target, List.of(post));

    ApiClient.Answer page = mona.open("/moderation");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Cache-Control")).isEqualTo("no-store");
    Document shown = TestBrowser.document(page);
    assertThat(shown.select(".card").text())
        .contains("@" + target.name(), "@fan", "<look> at this");
    String photo = shown.select(".card:contains(" + target.name() + ") .strip img").attr("src");
    assertThat(photo).startsWith("/media/");
    assertThat(server.client().get(photo).status()).isEqualTo(200);

    ApiClient.Answer one = mona.open(path(report));
    assertThat(mona.submit(one, path(report) + "/resolve", Map.of()).status()).isEqualTo(302);

    assertThat(open(report)).isFalse();
    assertThat(mona.open("/moderation").text()).doesNotContain("@" + target.name());
    assertThat(mona.open(path(report)).text()).contains("resolved");
  }

  @Test
  void suspend_asksFirst_andCanBeTakenBack() {
    Person target = target();
    String report = report(target, List.of());
    String action = path(report) + "/action";

    ApiClient.Answer asked =
        mona.submit(mona.open(path(report)), action, Map.of("type", "suspend", "text", "Too much"));

    assertThat(asked.status()).isEqualTo(200);
    assertThat(TestBrowser.document(asked).select("textarea").text()).isEqualTo("Too much");
    assertThat(open(report)).isTrue();
    assertThat(mona.submit(asked, action, Map.of("text", "Too much")).status()).isEqualTo(302);
    assertThat(open(report)).isFalse();
    assertThat(letters(target)).singleElement().asString().endsWith("is suspended");

    ApiClient.Answer suspended = mona.open(path(report));
    assertThat(TestBrowser.document(suspended).select(".mark").text()).isEqualTo("suspended");
    assertThat(mona.submit(suspended, path(report) + "/lift", Map.of()).status()).isEqualTo(302);
    assertThat(TestBrowser.document(mona.open(path(report))).select(".mark")).isEmpty();
  }

  @Test
  void limit_quietly_isDoneAtOnceAndNotTold() {
    Person target = target();
    String report = report(target, List.of());

    ApiClient.Answer done =
        mona.submit(
            mona.open(path(report)),
            path(report) + "/action",
            Map.of("type", "silence", "quiet", "true"));

    assertThat(done.status()).isEqualTo(302);
    assertThat(fan.api().get("/api/v1/accounts/" + target.id()).json().get("limited").asBoolean())
        .isTrue();
    assertThat(letters(target)).isEmpty();
  }

  @Test
  void deletePost_asksFirst_thenItIsGone() {
    Person target = target();
    String post = target.post("not here");
    String other = target.post("not reported");
    String report = report(target, List.of(post));
    String delete = path(report) + "/posts/" + post + "/delete";

    ApiClient.Answer asked = mona.submit(mona.open(path(report)), delete, Map.of());
    assertThat(asked.status()).isEqualTo(200);
    assertThat(fan.api().get("/api/v1/statuses/" + post).status()).isEqualTo(200);
    assertThat(mona.submit(asked, delete, Map.of("text", "against rule 1")).status())
        .isEqualTo(302);

    assertThat(fan.api().get("/api/v1/statuses/" + post).status()).isEqualTo(404);
    assertThat(letters(target)).singleElement().asString().endsWith("was removed");
    assertThat(
            people.column(
                "SELECT details ->> 'text' FROM audit_log WHERE action = 'status.deleted' AND"
                    + " account_id = "
                    + target.id()))
        .containsExactly("against rule 1");
    String csrf = TestBrowser.document(asked).select("input[name=csrf]").attr("value");
    assertThat(
            mona.post(
                    path(report) + "/posts/" + other + "/delete",
                    Map.of("csrf", csrf, "confirmed", "true"))
                .status())
        .isEqualTo(404);
    assertThat(fan.api().get("/api/v1/statuses/" + other).status()).isEqualTo(200);
  }

  @Test
  void action_badInput_isSaidAndNothingTypedIsLost() {
    Person target = target();
    String report = report(target, List.of());
    ApiClient.Answer page = mona.open(path(report));
    Map<String, String> typed = new HashMap<>(Map.of("type", "silence", "text", "x".repeat(5_001)));

    ApiClient.Answer refused = mona.submit(page, path(report) + "/action", typed);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(TestBrowser.document(refused).select("[role=alert]").text()).contains("5000");
    assertThat(TestBrowser.document(refused).select("textarea").text()).hasSize(5_001);
    assertThat(TestBrowser.document(refused).select("#silence").hasAttr("checked")).isTrue();
    assertThat(mona.submit(page, path(report) + "/action", Map.of("type", "ban")).status())
        .isEqualTo(422);
    assertThat(mona.open("/moderation?max_id=x").status()).isEqualTo(400);
    assertThat(mona.open(path("1")).status()).isEqualTo(404);
    assertThat(mona.open(path("x")).status()).isEqualTo(404);
  }

  @Test
  void action_onAnAdmin_isRefused() {
    Person root = people.staff("root" + count++, "admin");
    String report = report(root, List.of());

    ApiClient.Answer refused =
        mona.submit(mona.open(path(report)), path(report) + "/action", Map.of("type", "disable"));

    assertThat(refused.status()).isEqualTo(403);
    assertThat(root.api().get("/api/v1/accounts/verify_credentials").status()).isEqualTo(200);
  }

  @Test
  void signUps_letInAndTurnedAway() {
    Person welcome = target();
    Person unwelcome = target();
    people.execute(
        "UPDATE credential SET approved_at = NULL, reason = 'I like <b>photos</b>' WHERE"
            + " account_id IN (%s, %s)".formatted(welcome.id(), unwelcome.id()));
    String approve = "/moderation/sign-ups/" + welcome.id() + "/approve";
    String reject = "/moderation/sign-ups/" + unwelcome.id() + "/reject";

    ApiClient.Answer page = mona.open("/moderation/sign-ups");
    assertThat(TestBrowser.document(page).select("blockquote").text())
        .contains("I like <b>photos</b>");
    assertThat(mona.submit(page, approve, Map.of()).status()).isEqualTo(302);
    ApiClient.Answer asked = mona.submit(page, reject, Map.of());
    assertThat(asked.status()).isEqualTo(200);
    assertThat(mona.open("/moderation/sign-ups").text()).contains(unwelcome.name());
    assertThat(mona.submit(asked, reject, Map.of()).status()).isEqualTo(302);

    assertThat(mona.open("/moderation/sign-ups").text())
        .doesNotContain(welcome.name(), unwelcome.name());
    Uploads.until(() -> welcome.api().get("/api/v1/accounts/verify_credentials").status() == 200);
    assertThat(letters(unwelcome)).containsExactly("Your request to join Flashcrowd");
    String csrf = TestBrowser.document(page).select("input[name=csrf]").attr("value");
    assertThat(mona.post(approve, Map.of("csrf", csrf)).status()).isEqualTo(403);
  }

  @Test
  void log_isReadInPagesAndByName() {
    Person target = target();
    for (int i = 0; i < 51; i++) {
      people.execute(
          "INSERT INTO audit_log (id, account_id, action, details) VALUES (%d, %s, 'test.%d', '{}')"
              .formatted(100 + i, target.id(), i));
    }
    String path = "/moderation/log?account=@" + target.name();

    Document first = TestBrowser.document(mona.open(path));
    String older = first.select("a[rel=next]").attr("href");
    Document second = TestBrowser.document(mona.open(older));

    assertThat(first.select(".entries li")).hasSize(50);
    assertThat(second.select(".entries li")).isNotEmpty();
    assertThat(second.text()).contains("test.0 ").doesNotContain("test.50");
    assertThat(mona.open("/moderation/log?account=nobody_").text()).contains("Nothing to see");
    assertThat(mona.open("/moderation/log").text()).contains("sign-in");
  }

  private static TestBrowser browser(String name) {
    TestBrowser browser = new TestBrowser(server);
    browser.signIn("/auth/sign_in", name);
    return browser;
  }

  private static Person target() {
    return people.member("target" + count++);
  }

  private static String path(String report) {
    return "/moderation/reports/" + report;
  }

  private static String report(Person about, List<String> posts) {
    return fan.api()
        .post(
            "/api/v1/reports",
            Map.of("account_id", about.id(), "status_ids[]", posts, "comment", "Look at this"))
        .json()
        .get("id")
        .asText();
  }

  private static boolean open(String report) {
    return people.column("SELECT action_taken_at FROM report WHERE id = " + report).contains(null);
  }

  private static List<String> letters(Person person) {
    Queue.settle(server);
    return Mailbox.of(server, person.name() + "@example.org").stream()
        .map(Mailbox.Received::subject)
        .toList();
  }
}
