package org.flashcrowd.moderation;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.flashcrowd.auth.AuditLog;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Failure;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.moderation.Member.State;
import org.flashcrowd.moderation.SanctionRepository.Target;
import org.jspecify.annotations.Nullable;

/**
 * What moderators do to accounts, and take back. Each act is one transaction: the account, the
 * warning, the reports it answers, the line in the audit log and the jobs that follow.
 *
 * <p>Nobody acts on somebody of their own role or a higher one. Announces {@code account.suspended
 * {account}} and {@code account.unsuspended {account}}.
 */
final class Sanctions {
  private final Database database;
  private final Jobs jobs;
  private final SanctionRepository repository;
  private final CaseRepository reports;
  private final Warnings warnings;
  private final AuditLog audit;

  Sanctions(
      Database database,
      Jobs jobs,
      SanctionRepository repository,
      CaseRepository reports,
      Warnings warnings,
      AuditLog audit) {
    this.database = database;
    this.jobs = jobs;
    this.repository = repository;
    this.reports = reports;
    this.warnings = warnings;
    this.audit = audit;
  }

  /**
   * Does what was decided.
   *
   * @return fails with 404 where there is no such account, or no such report about it; with 403
   *     where it is not the moderator's to act on
   */
  Future<Void> act(long moderator, long account, Decision decision) {
    return database.transaction(
        tx ->
            target(tx, moderator, account)
                .compose(target -> requireReport(tx, account, decision.report()))
                .compose(report -> apply(tx, account, decision.sanction()))
                .compose(applied -> resolve(tx, moderator, account, decision))
                .compose(resolved -> tell(tx, moderator, account, decision, resolved)));
  }

  /** The account, locked; 404 where there is none, 403 where the moderator is not above it. */
  Future<Target> target(Sql tx, long moderator, long account) {
    return repository
        .lock(tx, account)
        .map(found -> found.orElseThrow(Failure::notFound))
        .compose(
            target ->
                repository
                    .role(tx, moderator)
                    .map(
                        role -> {
                          if (role.compareTo(target.role()) <= 0) {
                            throw notAllowed();
                          }
                          return target;
                        }));
  }

  static Failure notAllowed() {
    return Failure.forbidden("This action is not allowed");
  }

  private Future<Void> requireReport(Sql tx, long account, @Nullable Long report) {
    return report == null
        ? Future.succeededFuture()
        : reports
            .lock(tx, report)
            .compose(
                found ->
                    found.isPresent() && found.get().target() == account
                        ? Future.succeededFuture()
                        : Future.failedFuture(Failure.notFound()));
  }

  private Future<Void> apply(Sql tx, long account, Sanction sanction) {
    return switch (sanction) {
      case NONE -> Future.succeededFuture();
      case SENSITIVE -> repository.set(tx, account, State.SENSITIZED).mapEmpty();
      case DISABLE -> repository.set(tx, account, State.DISABLED).mapEmpty();
      case SILENCE -> repository.set(tx, account, State.SILENCED).mapEmpty();
      case SUSPEND ->
          repository
              .set(tx, account, State.SUSPENDED)
              .compose(
                  changed ->
                      changed == 0
                          ? Future.succeededFuture()
                          : announce(tx, "account.suspended", account));
    };
  }

  private Future<Void> announce(Sql tx, String topic, long account) {
    return jobs.announce(tx, topic, new JsonObject().put("account", account), account);
  }

  /** A word of warning answers the report it is about; an act answers whatever is open. */
  private Future<List<Long>> resolve(Sql tx, long moderator, long account, Decision decision) {
    if (decision.sanction() != Sanction.NONE) {
      return reports.resolveAll(tx, account, moderator);
    }
    Long report = decision.report();
    return report == null
        ? Future.succeededFuture(List.of())
        : reports.resolve(tx, report, moderator).map(List.of(report));
  }

  private Future<Void> tell(
      Sql tx, long moderator, long account, Decision decision, List<Long> resolved) {
    return warnings
        .give(tx, moderator, account, Warning.of(decision), decision.told())
        .compose(
            warning ->
                audit.act(
                    tx,
                    moderator,
                    account,
                    decision.sanction().line(),
                    new JsonObject()
                        .put("warning", warning)
                        .put("report", decision.report())
                        .put("resolved", new JsonArray(resolved))
                        .put("text", decision.text())));
  }

  Future<Void> enable(long moderator, long account) {
    return lift(moderator, account, State.DISABLED, "account.enabled");
  }

  Future<Void> unsilence(long moderator, long account) {
    return lift(moderator, account, State.SILENCED, "account.unsilenced");
  }

  Future<Void> unsensitive(long moderator, long account) {
    return lift(moderator, account, State.SENSITIZED, "account.unsensitized");
  }

  /** Nothing happens where it does not hold. */
  private Future<Void> lift(long moderator, long account, State state, String line) {
    return database.transaction(
        tx ->
            target(tx, moderator, account)
                .compose(target -> repository.clear(tx, account, state))
                .compose(
                    changed ->
                        changed == 0
                            ? Future.succeededFuture()
                            : audit.act(tx, moderator, account, line, new JsonObject())));
  }

  /** Fails with 403 where the account is not suspended, or is gone for good. */
  Future<Void> unsuspend(long moderator, long account) {
    return database.transaction(
        tx ->
            target(tx, moderator, account)
                .compose(
                    target ->
                        target.is(State.SUSPENDED) && !target.is(State.REMOVED)
                            ? repository.clear(tx, account, State.SUSPENDED)
                            : Future.failedFuture(notAllowed()))
                .compose(cleared -> announce(tx, "account.unsuspended", account))
                .compose(
                    announced ->
                        audit.act(
                            tx, moderator, account, "account.unsuspended", new JsonObject())));
  }
}
