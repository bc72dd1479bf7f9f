package org.flashcrowd.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.flashcrowd.moderation.People.Person;
import org.flashcrowd.testing.Mailbox;
import org.flashcrowd.testing.Queue;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody hears of what moderators do to their account. */
class WarningsIT {
  private static TestServer server;
  private static People people;
  private static Person mona;
  private static int count;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    people = new People(server);
    mona = people.staff("mona", "moderator");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void warning_withText_isALetterAndANotification() {
    Person target = target();

    act(target, Map.of("type", "none", "text", "Please stop\r\n\r\nNow."));
    Queue.settle(server);

    JsonNode listed = target.api().get("/api/v1/notifications").json();
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).get("type").asText()).isEqualTo("moderation_warning");
    assertThat(listed.get(0).get("account").get("id").asText()).isEqualTo(target.id());
    JsonNode warning = listed.get(0).get("moderation_warning");
    assertThat(warning.get("action").asText()).isEqualTo("none");
    assertThat(warning.get("text").asText()).isEqualTo("Please stop\n\nNow.");
    assertThat(warning.get("target_account").get("id").asText()).isEqualTo(target.id());
    assertThat(listed.toString()).doesNotContain("mona");
    assertThat(
            target
                .api()
                .get("/api/v2/notifications?types[]=moderation_warning")
                .json()
                .get("notification_groups")
                .get(0)
                .get("moderation_warning"))
        .isEqualTo(warning);
    assertThat(letters(target))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.subject()).isEqualTo("A word about your account on Flashcrowd");
              assertThat(letter.text()).contains("\n\nPlease stop\n\nNow.\n\n");
            });
  }

  @Test
  void warning_twice_isToldTwice() {
    Person target = target();

    act(target, Map.of("type", "none", "text", "one"));
    act(target, Map.of("type", "sensitive"));
    Queue.settle(server);

    assertThat(told(target)).containsExactly("sensitive", "none");
  }

  @ParameterizedTest
  @CsvSource({
    "sensitive,are marked as sensitive",
    "disable,is locked",
    "silence,is limited",
    "suspend,is suspended"
  })
  void limit_withoutText_isALetterThatSaysWhich(String type, String subject) {
    Person target = target();

    act(target, Map.of("type", type));

    assertThat(letters(target))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.subject()).endsWith(subject);
              assertThat(letter.text()).doesNotContain("{", "\n\n\n");
            });
  }

  @Test
  void suspension_takenBack_isStillTold() {
    Person target = target();

    act(target, Map.of("type", "suspend", "text", "by mistake"));
    mona.api().post("/api/v1/admin/accounts/" + target.id() + "/unsuspend");
    Queue.settle(server);
    org.flashcrowd.media.Uploads.until(
        () -> target.api().get("/api/v1/accounts/verify_credentials").status() == 200);

    assertThat(told(target)).containsExactly("suspend");
  }

  @Test
  void limit_inSilence_isNotTold() {
    Person target = target();

    act(target, Map.of("type", "silence", "send_email_notification", "false"));
    Queue.settle(server);

    assertThat(told(target)).isEmpty();
    assertThat(letters(target)).isEmpty();
    assertThat(people.column("SELECT action FROM account_warning WHERE target_id = " + target.id()))
        .containsExactly("silence");
  }

  @Test
  void warning_ofSomebodyWithoutAnAddress_isNoFailure() {
    Person target = target();
    people.execute("DELETE FROM credential WHERE account_id = " + target.id());

    act(target, Map.of("type", "none"));

    assertThat(letters(target)).isEmpty();
    assertThat(
            people.column(
                "SELECT type FROM notification WHERE warning_id IS NOT NULL AND account_id = "
                    + target.id()))
        .containsExactly("moderation_warning");
  }

  private static Person target() {
    return people.member("warned" + count++);
  }

  private static void act(Person target, Map<String, String> decision) {
    assertThat(
            mona.api().post("/api/v1/admin/accounts/" + target.id() + "/action", decision).status())
        .isEqualTo(200);
  }

  private static List<String> told(Person person) {
    List<String> actions = new java.util.ArrayList<>();
    person
        .api()
        .get("/api/v1/notifications")
        .json()
        .forEach(one -> actions.add(one.get("moderation_warning").get("action").asText()));
    return actions;
  }

  private static List<Mailbox.Received> letters(Person person) {
    return Mailbox.of(server, person.name() + "@example.org");
  }
}
