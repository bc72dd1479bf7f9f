package org.flashcrowd.moderation;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.flashcrowd.auth.AuditLog;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.config.ModerationSettings;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobHandler;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobRequest;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.jobs.Lane;
import org.flashcrowd.membership.AccountRemoval;

/**
 * Removes accounts that have been suspended for long enough: one job for all nodes, every hour,
 * which ends by enqueueing the next. Each account is a transaction that looks at its row again
 * under a lock, so a suspension that has just been taken back removes nothing, and nobody is
 * removed, or written down, twice.
 */
final class SuspensionEnd implements JobHandler {
  static final JobKind KIND =
      JobKind.named("moderation.remove-suspended", Role.SCHEDULE)
          .lane(Lane.BACKFILL)
          .timeout(Duration.ofMinutes(2));

  private static final Duration INTERVAL = Duration.ofHours(1);
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final int AT_ONCE = 100;

  static final Query DUE =
      Query.named(
          "moderation.suspended-due",
          """
          SELECT id FROM account
           WHERE suspended_at <= $1 AND suspended_at IS NOT NULL AND removed_at IS NULL
           ORDER BY suspended_at
           LIMIT $2
          """);
  private static final Query LOCK =
      Query.named(
          "moderation.suspended-lock",
          """
          SELECT id FROM account
           WHERE id = $1 AND suspended_at <= $2 AND removed_at IS NULL
             FOR NO KEY UPDATE
          """);

  private final Database database;
  private final Jobs jobs;
  private final AccountRemoval removal;
  private final AuditLog audit;
  private final ModerationSettings settings;
  private final Clock clock;

  SuspensionEnd(
      Database database,
      Jobs jobs,
      AccountRemoval removal,
      AuditLog audit,
      ModerationSettings settings,
      Clock clock) {
    this.database = database;
    this.jobs = jobs;
    this.removal = removal;
    this.audit = audit;
    this.settings = settings;
    this.clock = clock;
  }

  /** Makes sure that there is a next run, somewhere. */
  Future<Void> schedule() {
    return never() ? Future.succeededFuture() : jobs.enqueue(database.primary(), next(PAUSE));
  }

  private boolean never() {
    return settings.removeSuspendedAfter().isZero();
  }

  private static JobRequest next(Duration delay) {
    return JobRequest.of(KIND, new JsonObject()).uniqueKey(KIND.name()).delay(delay);
  }

  @Override
  public Future<Void> handle(Job job) {
    if (never()) {
      return Future.succeededFuture();
    }
    OffsetDateTime before =
        clock.instant().minus(settings.removeSuspendedAfter()).atOffset(ZoneOffset.UTC);
    return database
        .primary()
        .list(DUE, row -> row.getLong("id"), before, AT_ONCE)
        .compose(due -> remove(due, 0, before).map(due.size() < AT_ONCE ? INTERVAL : PAUSE))
        .compose(
            pause ->
                database.transaction(
                    tx -> jobs.enqueue(tx, next(pause)).compose(enqueued -> jobs.fence(tx, job))));
  }

  private Future<Void> remove(List<Long> due, int at, OffsetDateTime before) {
    return at == due.size()
        ? Future.succeededFuture()
        : database
            .transaction(tx -> remove(tx, due.get(at), before))
            .compose(removed -> remove(due, at + 1, before));
  }

  private Future<Void> remove(Sql tx, long account, OffsetDateTime before) {
    return tx.first(LOCK, row -> row.getLong("id"), account, before)
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture()
                    : audit
                        .act(
                            tx,
                            null,
                            account,
                            "account.removed",
                            new JsonObject().put("reason", "suspended for long enough"))
                        .compose(written -> removal.enqueue(tx, account))
                        .mapEmpty());
  }
}
