package org.flashcrowd;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Jdbc;
import org.flashcrowd.db.Query;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.testing.TestDatabase;
import org.flashcrowd.testing.TestRedis;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a real database. */
class CommandLineIT {
  private static final Query PARK =
      Query.named(
          "test.park",
          """
          INSERT INTO job (kind, state, priority, attempt, max_attempts, turn, run_at, failure, args)
          VALUES ($1, 'parked', 0, 3, 3, now(), now(), 'no such photo', '{"media": 7}')
          RETURNING id
          """);

  @TempDir private static Path folder;
  private static TestDatabase database;
  private static Path config;

  @BeforeAll
  static void configure() throws IOException {
    database = TestDatabase.fresh();
    config =
        Files.writeString(
            folder.resolve("site.yaml"),
            """
            data_dir: "%s"
            database: {uri: "%s"}
            redis: {uri: "%s"}
            http: {port: 0}
            management: {port: 0}
            auth: {argon2: {memory_kib: 64, iterations: 1}}
            """
                .formatted(folder.resolve("data"), database.uri(), TestRedis.uri()));
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  @Test
  void accountCreate_thenList_showsThemNewestFirstInPages() {
    create("ada");
    create("bela");
    create("cleo");

    Ran first = run("account", "list", "--limit", "2");
    assertThat(first.code()).isZero();
    List<String> lines = first.out().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).contains("@cleo", "cleo@example.org", "user", "active");
    assertThat(lines.get(1)).contains("@bela");
    assertThat(lines.get(2)).startsWith("More with --before ");

    String before = lines.get(2).substring("More with --before ".length());
    Ran second = run("account", "list", "--limit", "2", "--before", before);
    assertThat(second.out()).contains("@ada").doesNotContain("@bela");
  }

  @Test
  void accountCreate_takenName_isRefusedInOneLine() {
    create("taken");

    Ran again =
        run("account", "create", "Taken", "--email", "x@example.org", "--password", "long enough");

    assertFailed(again);
    assertThat(again.err()).containsIgnoringCase("taken");
  }

  @Test
  void accountCreate_shortPassword_isRefusedInOneLine() {
    Ran ran = run("account", "create", "brief", "--email", "b@example.org", "--password", "pw");

    assertFailed(ran);
    assertThat(ran.err()).containsIgnoringCase("password").doesNotContain("pw\n");
  }

  @Test
  void accountCreate_admin_isListedAsOne() {
    Ran ran =
        run(
            "account",
            "create",
            "chief",
            "--email",
            "chief@example.org",
            "--password",
            "long enough",
            "--role",
            "admin");

    assertThat(ran.code()).isZero();
    assertThat(run("account", "list").out().lines())
        .anySatisfy(line -> assertThat(line).contains("@chief", "admin"));
  }

  @Test
  void emoji_addedListedAndRemoved() throws IOException {
    Path picture = Files.write(folder.resolve("cat.png"), Pictures.png(32, 32));

    assertThat(run("emoji", "add", "cat", picture.toString(), "--category", "Pets").code())
        .isZero();
    assertThat(run("emoji", "list").out()).contains("cat", "Pets");
    assertFailed(run("emoji", "add", "cat", picture.toString()));
    assertThat(run("emoji", "remove", "cat").code()).isZero();
    assertThat(run("emoji", "list").out()).doesNotContain("cat");
    assertFailed(run("emoji", "remove", "cat"));
  }

  @Test
  void announcement_addedListedAndRemoved() {
    Ran added =
        run(
            "announcement",
            "add",
            "Closed",
            "--starts",
            "2099-12-24",
            "--ends",
            "2099-12-26",
            "--all-day");

    assertThat(added.code()).isZero();
    String id = added.out().strip().substring("Published announcement ".length());
    assertThat(run("announcement", "list").out()).contains(id, "2099-12-24T00:00:00Z", "Closed");
    assertThat(run("announcement", "remove", id).code()).isZero();
    assertFailed(run("announcement", "remove", id));
    assertFailed(run("announcement", "add", "x", "--starts", "tomorrow"));
    assertFailed(run("announcement", "add", " "));
  }

  @Test
  void resetPassword_nobody_isRefusedInOneLine() {
    assertFailed(run("account", "reset-password", "nobody", "--password", "long enough"));
  }

  @Test
  void resetPassword_somebody_saysSo() {
    create("forgetful");

    Ran ran = run("account", "reset-password", "forgetful", "--password", "another one");

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("@forgetful");
  }

  @Test
  void role_ofSomebody_decidesWhichTokensTheyMayHave() {
    create("steady");
    assertFailed(run("token", "create", "--account", "steady", "--scopes", "admin:read"));

    Ran ran = run("account", "role", "steady", "moderator");

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("@steady is moderator");
    assertThat(run("token", "create", "--account", "steady", "--scopes", "admin:read").code())
        .isZero();
    assertFailed(run("account", "role", "nobody", "admin"));
  }

  @Test
  void audit_ofSomebody_isReadInPages() {
    create("watched");
    run("account", "role", "watched", "admin");

    Ran newest = run("audit", "--account", "WATCHED", "--limit", "1");
    assertThat(newest.out().lines().findFirst().orElseThrow())
        .contains("role.changed", "@watched", "\"to\":\"admin\"");
    String before = newest.out().lines().toList().getLast().replaceAll(".*--before (\\d+).*", "$1");
    assertThat(run("audit", "--account", "watched", "--before", before).out())
        .contains("account.created")
        .doesNotContain("role.changed");
    assertThat(run("audit", "--since", "2200-01-01").out()).isEmpty();
    assertThat(run("audit", "--since", "2026-01-01").out()).contains("@watched");
    assertThat(run("audit", "--since", "yesterday").code()).isEqualTo(2);
  }

  @Test
  void tokenCreate_printsTheTokenAlone() {
    create("scripted");

    Ran ran = run("token", "create", "--account", "scripted", "--scopes", "read write");

    assertThat(ran.code()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out().strip()).matches("[A-Za-z0-9_-]{43,}");
  }

  @Test
  void tokenCreate_nobodyOrUnknownScope_isRefusedInOneLine() {
    create("limited");

    assertFailed(run("token", "create", "--account", "nobody"));
    assertFailed(run("token", "create", "--account", "limited", "--scopes", "rule"));
  }

  @Test
  void jobs_parked_areListedRetriedAndDiscarded() {
    long retried = park("test.one");
    long discarded = park("test.two");

    assertThat(run("jobs", "list", "--kind", "test.one").out())
        .contains("test.one", "attempt 3 of 3", "no such photo")
        .doesNotContain("test.two");
    assertThat(run("jobs", "retry", Long.toString(retried)).code()).isZero();
    assertThat(run("jobs", "discard", Long.toString(discarded)).code()).isZero();

    assertThat(run("jobs", "list").out()).doesNotContain("test.one").doesNotContain("test.two");
    assertThat(run("jobs", "list", "--state", "available").out()).contains("test.one");
    Ran again = run("jobs", "discard", Long.toString(discarded));
    assertFailed(again);
    assertThat(again.err()).contains(Long.toString(discarded));
  }

  @Test
  void jobsRetry_kind_runsAllOfItAgain() {
    park("test.many");
    park("test.many");

    Ran ran = run("jobs", "retry", "--kind", "test.many");

    assertThat(ran.out()).isEqualTo("Jobs that run again: 2" + System.lineSeparator());
  }

  @Test
  void moderationDeleteStatus_somebodysPost_isGoneAndWrittenDown() throws SQLException {
    create("poster");
    execute(
        """
        INSERT INTO status (id, account_id, state, visibility)
        SELECT 4711, id, 'published', 'public' FROM account WHERE username = 'poster'
        """);

    Ran ran = run("moderation", "delete-status", "4711", "--text", "not here");

    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).isEqualTo("Deleted post 4711" + System.lineSeparator());
    assertThat(run("audit", "--account", "poster").out())
        .contains("status.deleted @poster", "\"status\":4711", "not here");
    assertFailed(run("moderation", "delete-status", "4711"));
    assertThat(number("SELECT count(*) FROM job WHERE args ->> 'name' = 'moderation.warning'"))
        .isEqualTo(1);
  }

  @Test
  void moderationDeleteStatus_notAnId_isUsage() {
    assertThat(run("moderation", "delete-status", "this").code()).isEqualTo(2);
    assertThat(run("moderation").code()).isEqualTo(2);
  }

  @Test
  void analytics_ofTheLastDays_countsTypesVisitorsAndPosts() throws SQLException {
    assertThat(run("analytics").out()).startsWith("No events since ");
    execute(
        """
        INSERT INTO events (received_at, visitor, status_id, type)
        VALUES (now(), 1, 4711, 'view'), (now(), 2, 4711, 'view'), (now(), 2, 4712, 'view'),
               (now(), 2, NULL, 'search'), (now() - interval '3 days', 3, 4713, 'view')
        """);

    assertThat(
            run("analytics", "--days", "1").out().lines().map(line -> line.replaceAll(" +", " ")))
        .anyMatch(line -> line.matches("Since \\d{4}-\\d\\d-\\d\\d \\(UTC\\)"))
        .containsSubsequence(
            "type events visitors",
            "view 3 2",
            "search 1 1",
            "most viewed post views visitors",
            "4711 2 2",
            "4712 1 1")
        .doesNotContain("4713 1 1");
    assertThat(run("analytics").out()).contains("4713");
    assertThat(run("analytics", "--days", "0").code()).isEqualTo(2);
  }

  private static long number(String sql) throws SQLException {
    try (Connection connection = Jdbc.connect(database.uri());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = Jdbc.connect(database.uri());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void migrate_migratedAlready_saysSo() {
    Ran ran = run("migrate");

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("up to date");
  }

  @Test
  void doctor_everythingThere_isReady() {
    Ran ran = run("doctor");

    assertThat(ran.out()).contains("Java", "PostgreSQL", "Redis", "Disk", "libvips");
    assertThat(ran.out()).endsWith("Ready to serve." + System.lineSeparator());
    assertThat(ran.code()).isZero();
  }

  @Test
  void doctor_databaseGone_saysWhatToDoAndHidesThePassword() throws IOException {
    Path broken =
        Files.writeString(
            folder.resolve("broken.yaml"),
            Files.readString(config).replace(database.uri(), "postgresql://me:hush@127.0.0.1:1/x"));

    Ran ran = Ran.run("doctor", "--config", broken.toString());

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).contains("broken  PostgreSQL", "database.uri").doesNotContain("hush");
  }

  @Test
  void migrate_databaseGone_failsInOneLine() throws IOException {
    Path broken =
        Files.writeString(
            folder.resolve("gone.yaml"),
            Files.readString(config).replace(database.uri(), "postgresql://me:hush@127.0.0.1:1/x"));

    Ran ran = Ran.run("migrate", "--config", broken.toString());

    assertFailed(ran);
    assertThat(ran.err()).doesNotContain("hush");
  }

  private static void create(String name) {
    Ran ran =
        run(
            "account",
            "create",
            name,
            "--email",
            name + "@example.org",
            "--password",
            "long enough");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).startsWith("Created @" + name);
  }

  private static long park(String kind) {
    Vertx vertx = Vertx.vertx();
    try {
      Database open =
          Database.open(
              vertx,
              database.uri(),
              Config.load(config, Map.of()).database(),
              new SimpleMeterRegistry());
      return TestServer.await(open.primary().first(PARK, row -> row.getLong("id"), kind))
          .orElseThrow();
    } finally {
      TestServer.await(vertx.close());
    }
  }

  private static void assertFailed(Ran ran) {
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().lines()).singleElement().asString().startsWith("flashcrowd: ");
    ran.assertNoStackTrace();
  }

  private static Ran run(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.add("--config=" + config);
    return Ran.run(all.toArray(String[]::new));
  }
}
