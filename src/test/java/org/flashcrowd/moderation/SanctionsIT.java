package org.flashcrowd.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.moderation.People.Person;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.Mailbox;
import org.flashcrowd.testing.Queue;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What moderators do, and everything that follows from it. */
class SanctionsIT {
  private static final String ACCOUNTS = "/api/v1/admin/accounts/";

  private static TestServer server;
  private static TestServer secondNode;
  private static People people;
  private static Person mona;
  private static Person root;
  private static Person fan;
  private static int count;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    secondNode = server.secondNode(Map.of());
    people = new People(server);
    root = people.staff("root_", "admin");
    mona = people.staff("mona", "moderator");
    fan = people.member("fan");
  }

  @AfterAll
  static void stop() {
    secondNode.close();
    server.close();
  }

  @Test
  void suspend_hidesAllAtOnceOnEveryNode_andUnsuspendBringsItBack() {
    Person target = target();
    fan.follow(target);
    JsonNode photo = Uploads.ready(target.api(), Pictures.jpeg(640, 480));
    String file = URI.create(photo.get("url").asText()).getPath();
    String post = photoPost(target, photo.get("id").asText());
    fan.api().get("/api/v1/timelines/home");
    Queue.settle(server);
    ApiClient elsewhere = secondNode.client().as(token(target));
    assertThat(elsewhere.get("/api/v1/accounts/verify_credentials").status()).isEqualTo(200);
    assertThat(home()).contains(post);

    assertThat(act(mona, target, "suspend").status()).isEqualTo(200);

    Uploads.until(() -> elsewhere.get("/api/v1/accounts/verify_credentials").status() == 403);
    assertThat(fan.api().get("/api/v1/statuses/" + post).status()).isEqualTo(404);
    assertThat(home()).doesNotContain(post);
    assertThat(everywhere()).doesNotContain(post);
    assertThat(server.client().get("/@" + target.name()).status()).isEqualTo(404);
    assertThat(server.client().get("/@" + target.name() + "/" + post).status()).isEqualTo(404);
    JsonNode profile = fan.api().get("/api/v1/accounts/" + target.id()).json();
    assertThat(profile.get("suspended").asBoolean()).isTrue();
    Queue.settle(server);
    assertThat(server.client().get(file).status()).isEqualTo(404);
    assertThat(rows(target)).isEqualTo(List.of("0"));

    assertThat(undo(mona, target, "unsuspend").json().get("suspended").asBoolean()).isFalse();

    Queue.settle(server);
    assertThat(server.client().get(file).status()).isEqualTo(200);
    assertThat(rows(target)).isEqualTo(List.of("1"));
    assertThat(home()).contains(post);
    Uploads.until(() -> elsewhere.get("/api/v1/accounts/verify_credentials").status() == 200);
    assertThat(undo(mona, target, "unsuspend").status()).isEqualTo(403);
  }

  @Test
  void silence_leavesItToFollowers() {
    Person target = target();
    fan.follow(target);
    String post = target.post("loud #noise");

    act(mona, target, "silence");

    assertThat(everywhere()).doesNotContain(post);
    assertThat(People.ids(fan.api().get("/api/v1/timelines/tag/noise"))).doesNotContain(post);
    assertThat(fan.api().get("/api/v1/statuses/" + post).status()).isEqualTo(200);
    assertThat(fan.api().get("/api/v1/accounts/" + target.id()).json().get("limited").asBoolean())
        .isTrue();
    assertThat(undo(mona, target, "unsilence").json().get("silenced").asBoolean()).isFalse();
    assertThat(everywhere()).contains(post);
  }

  @Test
  void disable_endsSigningIn_andPostsStay() {
    Person target = target();
    String post = target.post("still here");

    act(mona, target, "disable");

    Uploads.until(() -> target.api().get("/api/v1/accounts/verify_credentials").status() == 403);
    assertThat(fan.api().get("/api/v1/statuses/" + post).status()).isEqualTo(200);
    assertThat(undo(mona, target, "enable").json().get("disabled").asBoolean()).isFalse();
    Uploads.until(() -> target.api().get("/api/v1/accounts/verify_credentials").status() == 200);
  }

  @Test
  void sensitive_marksAllThatTheyShow() {
    Person target = target();
    String post = target.post("plain");
    assertThat(sensitive(post)).isFalse();

    act(mona, target, "sensitive");

    assertThat(sensitive(post)).isTrue();
    assertThat(undo(mona, target, "unsensitive").json().get("sensitized").asBoolean()).isFalse();
    assertThat(sensitive(post)).isFalse();
  }

  @Test
  @Proves(Promise.AUDIT_LOG)
  void act_onReports_resolvesThemAndIsWrittenDown() {
    Person target = target();
    String first = report(target);
    String second = report(target);

    ApiClient.Answer warned =
        mona.api()
            .post(
                ACCOUNTS + target.id() + "/action",
                Map.of("type", "none", "report_id", first, "text", "Please stop"));
    assertThat(warned.status()).isEqualTo(200);
    assertThat(warned.json()).isEmpty();
    assertThat(taken(first)).isTrue();
    assertThat(taken(second)).isFalse();

    act(mona, target, "silence");

    assertThat(taken(second)).isTrue();
    assertThat(
            people.column(
                "SELECT action || ' ' || (details ->> 'text') FROM audit_log WHERE actor_id = "
                    + mona.id()
                    + " AND account_id = "
                    + target.id()
                    + " ORDER BY id"))
        .containsExactly("account.warned Please stop", "account.silenced ");
    assertThat(
            people.column(
                "SELECT action FROM account_warning WHERE target_id = "
                    + target.id()
                    + " ORDER BY id"))
        .containsExactly("none", "silence");
  }

  @Test
  void act_badInput_isRefusedInTheWordsOfTheReference() {
    Person target = target();
    String path = ACCOUNTS + target.id() + "/action";
    String elsewhere = report(target());

    assertThat(mona.api().post(path).json().get("error").asText()).isEqualTo("Record invalid");
    assertThat(mona.api().post(path, Map.of("type", "ban")).status()).isEqualTo(422);
    assertThat(mona.api().post(path, Map.of("type", "none", "report_id", "1")).status())
        .isEqualTo(404);
    assertThat(mona.api().post(path, Map.of("type", "none", "report_id", elsewhere)).status())
        .isEqualTo(404);
    assertThat(mona.api().post(path, Map.of("type", "none", "warning_preset_id", "1")).status())
        .isEqualTo(404);
    assertThat(mona.api().post(ACCOUNTS + "1/action", Map.of("type", "none")).status())
        .isEqualTo(404);
  }

  @Test
  void act_onEqualOrHigherRole_is403() {
    Person other = people.staff("other" + count++, "moderator");

    for (Person equal : List.of(mona, other, root)) {
      assertThat(act(mona, equal, "suspend").status()).as(equal.name()).isEqualTo(403);
      assertThat(undo(mona, equal, "unsilence").status()).as(equal.name()).isEqualTo(403);
    }
    assertThat(act(root, root, "disable").status()).isEqualTo(403);
    assertThat(act(root, other, "silence").status()).isEqualTo(200);
  }

  @Test
  void pending_isApprovedOrTurnedAway() {
    Person welcome = target();
    Person unwelcome = target();
    people.execute(
        "UPDATE credential SET approved_at = NULL WHERE account_id IN ("
            + welcome.id()
            + ","
            + unwelcome.id()
            + ")");
    Uploads.until(() -> welcome.api().get("/api/v1/accounts/verify_credentials").status() == 403);

    assertThat(undo(mona, welcome, "approve").json().get("approved").asBoolean()).isTrue();
    Uploads.until(() -> welcome.api().get("/api/v1/accounts/verify_credentials").status() == 200);
    assertThat(undo(mona, welcome, "approve").status()).isEqualTo(403);
    assertThat(undo(mona, welcome, "reject").status()).isEqualTo(403);

    assertThat(undo(mona, unwelcome, "reject").json().get("username").asText())
        .isEqualTo(unwelcome.name());
    assertThat(people.column("SELECT email FROM credential WHERE account_id = " + unwelcome.id()))
        .isEmpty();
    assertThat(Mailbox.of(server, welcome.name() + "@example.org"))
        .extracting(Mailbox.Received::subject)
        .containsExactly("Welcome to Flashcrowd");
    assertThat(Mailbox.of(server, unwelcome.name() + "@example.org"))
        .extracting(Mailbox.Received::subject)
        .containsExactly("Your request to join Flashcrowd");
  }

  @Test
  void delete_ofSuspendedByAdmin_removesForGood() {
    Person target = target();
    String post = target.post("going");
    assertThat(root.api().delete(ACCOUNTS + target.id()).status()).isEqualTo(403);
    act(mona, target, "suspend");
    assertThat(mona.api().delete(ACCOUNTS + target.id()).status()).isEqualTo(403);

    assertThat(root.api().delete(ACCOUNTS + target.id()).status()).isEqualTo(200);

    Queue.settle(server);
    assertThat(people.column("SELECT id FROM status WHERE id = " + post)).isEmpty();
    assertThat(root.api().delete(ACCOUNTS + target.id()).status()).isEqualTo(404);
    assertThat(undo(root, target, "unsuspend").status()).isEqualTo(403);
    assertThat(root.api().delete(ACCOUNTS + "1").status()).isEqualTo(404);
  }

  private static Person target() {
    return people.member("target" + count++);
  }

  private static String token(Person person) {
    return org.flashcrowd.testing.TestTokens.issue(server, person.name(), List.of("read"));
  }

  private static ApiClient.Answer act(Person moderator, Person target, String type) {
    return moderator.api().post(ACCOUNTS + target.id() + "/action", Map.of("type", type));
  }

  private static ApiClient.Answer undo(Person moderator, Person target, String what) {
    return moderator.api().post(ACCOUNTS + target.id() + "/" + what);
  }

  private static String photoPost(Person person, String media) {
    return person
        .api()
        .post("/api/v1/statuses", Map.of("status", "look", "media_ids[]", List.of(media)))
        .json()
        .get("id")
        .asText();
  }

  private static List<String> home() {
    return People.ids(fan.api().get("/api/v1/timelines/home"));
  }

  private static List<String> everywhere() {
    return People.ids(fan.api().get("/api/v1/timelines/public"));
  }

  private static List<String> rows(Person author) {
    return people.column(
        "SELECT count(*) FROM home_feed WHERE account_id = "
            + fan.id()
            + " AND author_id = "
            + author.id());
  }

  private static boolean sensitive(String post) {
    return fan.api().get("/api/v1/statuses/" + post).json().get("sensitive").asBoolean();
  }

  private static String report(Person about) {
    return fan.api()
        .post("/api/v1/reports", Map.of("account_id", about.id()))
        .json()
        .get("id")
        .asText();
  }

  private static boolean taken(String report) {
    return mona.api().get("/api/v1/admin/reports/" + report).json().get("action_taken").asBoolean();
  }
}
