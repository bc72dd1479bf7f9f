package org.flashcrowd.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestStore.await;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.flashcrowd.auth.AuditLog;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.ModerationSettings;
import org.flashcrowd.db.Query;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.membership.Leaving;
import org.flashcrowd.membership.MembershipCapability;
import org.flashcrowd.testing.Plans;
import org.flashcrowd.testing.TestStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Suspensions that end in a removal, and those that do not. */
@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class SuspensionEndIT {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Duration MONTH = Duration.ofDays(30);

  private TestStore store;
  private Jobs jobs;

  @BeforeEach
  void start() {
    store = new TestStore();
    List<JobKind> kinds = new ArrayList<>(MembershipCapability.JOBS);
    kinds.addAll(ModerationCapability.JOBS);
    jobs = new Jobs(store.vertx(), store.database(), kinds, Config.defaults().jobs());
    run("INSERT INTO account (id, username) SELECT i, 'u' || i FROM generate_series(1, 5) i");
    suspend(1, "2026-10-25T11:59:59Z");
    suspend(2, "2026-10-25T12:00:01Z");
    suspend(3, "2026-01-01T00:00:00Z");
    run("UPDATE account SET removed_at = now() WHERE id = 3");
    suspend(4, "2026-10-01T00:00:00Z");
  }

  @AfterEach
  void stop() {
    store.close();
  }

  @Test
  void run_dueOnes_areRemovedAndWrittenDown() {
    await(end(MONTH).schedule());
    await(end(MONTH).handle(begun()));

    assertThat(removed()).containsExactly(1L, 3L, 4L);
    assertThat(numbers("SELECT account_id FROM audit_log WHERE action = 'account.removed'"))
        .containsExactlyInAnyOrder(1L, 4L);
    assertThat(
            numbers(
                "SELECT (args ->> 'account')::bigint FROM job WHERE kind = 'membership.remove'"))
        .containsExactlyInAnyOrder(1L, 4L);
    assertThat(numbers(RUNS)).containsExactly(1L);
  }

  @Test
  void run_twiceAtOnce_removesOnce() {
    SuspensionEnd one = end(MONTH);
    SuspensionEnd other = end(MONTH);

    await(Future.join(one.handle(stale(7)), other.handle(stale(8))).otherwiseEmpty());

    assertThat(numbers("SELECT account_id FROM audit_log WHERE action = 'account.removed'"))
        .containsExactlyInAnyOrder(1L, 4L);
    assertThat(numbers("SELECT count(*) FROM job WHERE kind = 'membership.remove'"))
        .containsExactly(2L);
  }

  @Test
  void run_suspensionTakenBack_keepsTheAccount() {
    run("UPDATE account SET suspended_at = NULL WHERE id = 1");
    suspend(4, "2026-11-23T00:00:00Z");

    await(end(MONTH).handle(stale(7)).otherwiseEmpty());

    assertThat(removed()).containsExactly(3L);
  }

  @Test
  void run_never_removesNobodyAndEnds() {
    SuspensionEnd end = end(Duration.ZERO);

    await(end.schedule());
    await(end.handle(stale(7)));

    assertThat(removed()).containsExactly(3L);
    assertThat(numbers(RUNS)).containsExactly(0L);
  }

  @Test
  void schedule_byEveryNode_isOneRun() {
    await(end(MONTH).schedule());
    await(end(MONTH).schedule());

    assertThat(numbers("SELECT count(DISTINCT unique_key) FROM job")).containsExactly(1L);
  }

  @Test
  void due_manyAccounts_areFoundByTheirTime() throws SQLException {
    assertThat(Plans.of(store.uri(), SuspensionEnd.DUE, "2026-10-25T12:00:00Z", 100))
        .contains("account_suspended_since");
  }

  private static final String RUNS =
      "SELECT count(*) FROM job WHERE kind = 'moderation.remove-suspended'";

  private SuspensionEnd end(Duration after) {
    return new SuspensionEnd(
        store.database(),
        jobs,
        Leaving.removal(jobs, store.ids()),
        new AuditLog(store.ids()),
        new ModerationSettings(after),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  /** The run that waits, as if it had been claimed. */
  private Job begun() {
    run("UPDATE job SET state = 'running', runner = 1, lease = 1");
    return job(numbers("SELECT id FROM job WHERE kind = 'moderation.remove-suspended'").getFirst());
  }

  /** One whose lease was lost. */
  private static Job stale(long id) {
    return job(id);
  }

  private static Job job(long id) {
    return new Job(id, SuspensionEnd.KIND, new JsonObject(), 1, 1, Instant.now().plusSeconds(60));
  }

  private void suspend(long account, String since) {
    run(
        "UPDATE account SET suspended_at = $2 WHERE id = $1",
        account,
        Instant.parse(since).atOffset(ZoneOffset.UTC));
  }

  private List<Long> removed() {
    return numbers("SELECT id FROM account WHERE removed_at IS NOT NULL ORDER BY id");
  }

  private void run(String sql, Object... arguments) {
    await(store.database().primary().update(Query.named("test", sql), arguments));
  }

  private List<Long> numbers(String sql) {
    return await(store.database().primary().list(Query.named("test", sql), row -> row.getLong(0)));
  }
}
