package org.flashcrowd.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flashcrowd.moderation.People.Person;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.flashcrowd.testing.TestTokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What moderators see: accounts and reports. */
class ModeratorRoutesIT {
  private static final String ACCOUNTS = "/api/v1/admin/accounts";
  private static final String REPORTS = "/api/v1/admin/reports";
  private static final Pattern NEXT = Pattern.compile("<[^>]*?(/api[^>]*)>; rel=\"next\"");

  private static TestServer server;
  private static People people;
  private static Person mona;
  private static Person anna;
  private static Person berta;

  @BeforeAll
  static void start() {
    server = TestServer.start(Map.of("FLASHCROWD_INSTANCE_RULES", "Be kind,No spam"));
    people = new People(server);
    people.staff("root_", "admin");
    mona = people.staff("mona", "moderator");
    anna = people.member("anna");
    berta = people.member("berta");
    Person dora = people.member("dora");
    Person sam = people.member("sam_100");
    people.execute(
        "UPDATE account SET silenced_at = now(), display_name = 'Dora Explorer' WHERE id = "
            + dora.id());
    people.execute(
        "UPDATE account SET suspended_at = now(), sensitized_at = now() WHERE id = " + sam.id());
    people.execute("UPDATE account SET disabled_at = now() WHERE username = 'sam_100'");
    people.member("petra");
    people.execute(
        "UPDATE credential SET approved_at = NULL, reason = 'I like photos' WHERE email LIKE"
            + " 'petra%'");
    people.execute(
        "INSERT INTO account_address (account_id, address) SELECT id, '2001:db8::17' FROM account"
            + " WHERE username = 'berta'");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void show_account_carriesEveryField() {
    JsonNode account = mona.api().get(ACCOUNTS + "/" + anna.id()).json();

    assertThat(account.get("username").asText()).isEqualTo("anna");
    assertThat(account.get("email").asText()).isEqualTo("anna@example.org");
    assertThat(account.get("domain").isNull()).isTrue();
    assertThat(account.get("ip").asText()).isEqualTo("127.0.0.1");
    assertThat(account.at("/ips/0/ip").asText()).isEqualTo("127.0.0.1");
    assertThat(account.get("locale").asText()).isEqualTo("en");
    assertThat(account.at("/role/id").asText()).isEqualTo("-99");
    assertThat(account.get("confirmed").asBoolean()).isTrue();
    assertThat(account.get("approved").asBoolean()).isTrue();
    assertThat(account.get("disabled").asBoolean()).isFalse();
    assertThat(account.at("/account/acct").asText()).isEqualTo("anna");
    assertThat(mona.api().get(ACCOUNTS + "/1").status()).isEqualTo(404);
    assertThat(mona.api().get(ACCOUNTS + "/x").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "v2, status=pending, petra",
    "v2, status=silenced, dora",
    "v2, status=suspended, sam_100",
    "v2, status=disabled, sam_100",
    "v2, permissions=staff, mona root_",
    "v2, role_ids[]=1, root_",
    "v2, role_ids[]=2&role_ids[]=1, mona root_",
    "v2, role_ids[]=77, ''",
    "v2, username=AN, anna",
    "v2, username=sam_, sam_100",
    "v2, username=sam%25, ''",
    "v2, display_name=dora%20e, dora",
    "v2, email=BERTA@, berta",
    "v2, email=a&username=b, ''",
    "v2, ip=2001:db8::/32, berta",
    "v2, ip=10.0.0.0/8, ''",
    "v2, origin=remote, ''",
    "v2, by_domain=example.org, ''",
    "v2, status=active&username=sam, ''",
    "v1, pending=true, petra",
    "v1, silenced=1, dora",
    "v1, suspended=true&disabled=true, sam_100",
    "v1, sensitized=true, sam_100",
    "v1, staff=true&local=true, mona root_",
    "v1, remote=true, ''",
    "v1, active=true&email=anna, anna",
  })
  void list_narrowed_findsThose(String version, String query, String names) {
    ApiClient.Answer answer = mona.api().get("/api/" + version + "/admin/accounts?" + query);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(names(answer)).isEqualTo(names.isEmpty() ? List.of() : List.of(names.split(" ")));
  }

  @ParameterizedTest
  @CsvSource({"v2, status=rude", "v2, origin=moon", "v2, permissions=all", "v2, ip=somewhere"})
  void list_badFilter_is422(String version, String query) {
    assertThat(mona.api().get("/api/" + version + "/admin/accounts?" + query).status())
        .isEqualTo(422);
    assertThat(mona.api().get(ACCOUNTS + "?max_id=x").status()).isEqualTo(400);
  }

  @Test
  void list_byPages_isWalkedByItsLink() {
    List<String> seen = new ArrayList<>();
    String path = "/api/v2/admin/accounts?origin=local&limit=3";
    while (path != null) {
      ApiClient.Answer page = mona.api().get(path);
      seen.addAll(names(page));
      Matcher next = NEXT.matcher(String.valueOf(page.header("Link")));
      path = next.find() ? next.group(1) : null;
    }

    assertThat(seen).containsExactly("petra", "sam_100", "dora", "berta", "anna", "mona", "root_");
  }

  @Test
  void everything_withoutRoleOrScope_is403() {
    ApiClient scoped =
        server.client().as(TestTokens.issue(server, "anna", List.of("admin:read", "admin:write")));
    ApiClient unscoped = server.client().as(TestTokens.issue(server, "mona", List.of("read")));

    for (String path : List.of(ACCOUNTS, ACCOUNTS + "/" + berta.id(), REPORTS)) {
      ApiClient.Answer refused = scoped.get(path);
      assertThat(refused.status()).as(path).isEqualTo(403);
      assertThat(refused.json().get("error").asText()).isEqualTo("This action is not allowed");
      assertThat(unscoped.get(path).status()).as(path).isEqualTo(403);
      assertThat(server.client().get(path).status()).as(path).isEqualTo(401);
    }
    assertThat(scoped.post(ACCOUNTS + "/" + berta.id() + "/action").status()).isEqualTo(403);
  }

  @Test
  void reports_filed_areListedAndFiltered() {
    String report = file(anna, berta, Map.of("category", "spam"));
    String other = file(berta, anna, Map.of());

    assertThat(People.ids(mona.api().get(REPORTS))).startsWith(other, report);
    assertThat(People.ids(mona.api().get(REPORTS + "?target_account_id=" + berta.id())))
        .contains(report)
        .doesNotContain(other);
    assertThat(People.ids(mona.api().get(REPORTS + "?account_id=" + berta.id())))
        .contains(other)
        .doesNotContain(report);
    assertThat(People.ids(mona.api().get(REPORTS + "?limit=1"))).containsExactly(other);
    assertThat(People.ids(mona.api().get(REPORTS + "?resolved=true"))).doesNotContain(report);
    assertThat(mona.api().get(REPORTS + "/1").status()).isEqualTo(404);
    assertThat(mona.api().post(REPORTS + "/1/resolve").status()).isEqualTo(404);
  }

  @Test
  void report_ofPrivatePost_showsItWithoutWhatIsTheAuthorsOwn() {
    anna.follow(berta);
    String post =
        berta
            .api()
            .post("/api/v1/statuses", Map.of("status", "for friends", "visibility", "private"))
            .json()
            .get("id")
            .asText();
    berta.api().post("/api/v1/statuses/" + post + "/favourite");
    String report =
        file(anna, berta, Map.of("status_ids[]", List.of(post), "rule_ids[]", List.of("1")));

    JsonNode seen = mona.api().get(REPORTS + "/" + report).json();

    assertThat(seen.at("/statuses/0/id").asText()).isEqualTo(post);
    assertThat(seen.at("/statuses/0").has("favourited")).isFalse();
    assertThat(seen.at("/rules/0/text").asText()).isEqualTo("Be kind");
    assertThat(seen.at("/account/username").asText()).isEqualTo("anna");
    assertThat(seen.at("/target_account/username").asText()).isEqualTo("berta");
    assertThat(mona.api().get("/api/v1/statuses/" + post).status()).isEqualTo(404);
  }

  @Test
  void report_worked_changesAndIsWrittenDown() {
    String path = REPORTS + "/" + file(anna, berta, Map.of());

    assertThat(mona.api().post(path + "/assign_to_self").json().at("/assigned_account/id").asText())
        .isEqualTo(mona.id());
    assertThat(mona.api().post(path + "/unassign").json().get("assigned_account").isNull())
        .isTrue();
    JsonNode classified =
        mona.api()
            .json("PUT", path, Map.of("category", "violation", "rule_ids", List.of("2")))
            .json();
    assertThat(classified.get("category").asText()).isEqualTo("violation");
    assertThat(classified.at("/rules/0/text").asText()).isEqualTo("No spam");
    JsonNode resolved = mona.api().post(path + "/resolve").json();
    assertThat(resolved.get("action_taken").asBoolean()).isTrue();
    assertThat(resolved.at("/action_taken_by_account/id").asText()).isEqualTo(mona.id());
    JsonNode reopened = mona.api().post(path + "/reopen").json();
    assertThat(reopened.get("action_taken").asBoolean()).isFalse();
    assertThat(reopened.get("action_taken_at").isNull()).isTrue();
    assertThat(
            people.column(
                "SELECT action FROM audit_log WHERE details ->> 'report' = '"
                    + path.substring(REPORTS.length() + 1)
                    + "' AND actor_id = "
                    + mona.id()
                    + " ORDER BY id"))
        .containsExactly(
            "report.assigned",
            "report.unassigned",
            "report.classified",
            "report.resolved",
            "report.reopened");
  }

  @Test
  void report_badClassification_is422() {
    String path = REPORTS + "/" + file(anna, berta, Map.of());

    assertThat(mona.api().form("PUT", path, Map.of("category", "rude")).status()).isEqualTo(422);
    assertThat(mona.api().form("PUT", path, Map.of("category", "violation")).status())
        .isEqualTo(422);
  }

  @Test
  void roleTakenAway_endsAdministrationAtOnce() {
    Person brief = people.staff("brief", "moderator");
    assertThat(brief.api().get(REPORTS).status()).isEqualTo(200);

    TestTokens.promote(server, "brief", "user");

    org.flashcrowd.media.Uploads.until(() -> brief.api().get(REPORTS).status() == 403);
    people.execute("UPDATE account SET username = 'zz_brief' WHERE username = 'brief'");
    people.execute("DELETE FROM account WHERE username = 'zz_brief'");
  }

  private static String file(Person from, Person about, Map<String, ?> fields) {
    Map<String, Object> all = new java.util.HashMap<>(fields);
    all.put("account_id", about.id());
    return from.api().post("/api/v1/reports", all).json().get("id").asText();
  }

  private static List<String> names(ApiClient.Answer answer) {
    List<String> names = new ArrayList<>();
    answer.json().forEach(account -> names.add(account.get("username").asText()));
    return names;
  }
}
