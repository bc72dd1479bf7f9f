package org.flashcrowd.moderation;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.flashcrowd.accounts.Account;
import org.flashcrowd.auth.AuditLog;
import org.flashcrowd.auth.Letters;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Failure;
import org.flashcrowd.membership.AccountRemoval;
import org.flashcrowd.moderation.Member.State;
import org.flashcrowd.moderation.SanctionRepository.Target;

/** Who is let in, and who is gone for good. */
final class Admissions {
  private final Database database;
  private final Sanctions sanctions;
  private final SanctionRepository repository;
  private final Members members;
  private final AuditLog audit;
  private final AccountRemoval removal;
  private final Letters letters;

  Admissions(
      Database database,
      Sanctions sanctions,
      SanctionRepository repository,
      Members members,
      AuditLog audit,
      AccountRemoval removal,
      Letters letters) {
    this.database = database;
    this.sanctions = sanctions;
    this.repository = repository;
    this.members = members;
    this.audit = audit;
    this.removal = removal;
    this.letters = letters;
  }

  /** Lets somebody in, and writes to them; fails with 403 where they do not await approval. */
  Future<MemberView> approve(long moderator, long account) {
    return database
        .transaction(
            tx ->
                pending(tx, moderator, account)
                    .compose(target -> repository.approve(tx, account))
                    .compose(approved -> line(tx, moderator, account, "account.approved"))
                    .compose(written -> letters.approved(tx, account)))
        .compose(done -> members.view(account));
  }

  /**
   * Turns somebody away, who is gone then and told so; fails with 403 where they do not await
   * approval.
   *
   * @return what they were
   */
  Future<MemberView> reject(long moderator, long account) {
    return members
        .view(account)
        .compose(
            before ->
                database
                    .transaction(
                        tx ->
                            pending(tx, moderator, account)
                                .compose(target -> line(tx, moderator, account, "account.rejected"))
                                .compose(written -> letters.rejected(tx, account))
                                .compose(told -> removal.enqueue(tx, account)))
                    .map(before));
  }

  private Future<Target> pending(Sql tx, long moderator, long account) {
    return sanctions
        .target(tx, moderator, account)
        .map(target -> require(target, target.is(State.PENDING)));
  }

  private static Target require(Target target, boolean allowed) {
    if (!allowed) {
      throw Sanctions.notAllowed();
    }
    return target;
  }

  private Future<Void> line(Sql tx, long moderator, long account, String action) {
    return audit.act(tx, moderator, account, action, new JsonObject());
  }

  /**
   * Removes a suspended account and all that is its own, for an administrator.
   *
   * @return what it was; fails with 403 where it is not suspended or gone already
   */
  Future<MemberView> remove(long moderator, long account) {
    return members
        .view(account)
        .compose(
            before ->
                database
                    .transaction(
                        tx ->
                            sanctions
                                .target(tx, moderator, account)
                                .map(
                                    target ->
                                        require(
                                            target,
                                            target.is(State.SUSPENDED)
                                                && !target.is(State.REMOVED)))
                                .compose(target -> requireAdmin(tx, moderator))
                                .compose(allowed -> line(tx, moderator, account, "account.removed"))
                                .compose(written -> removal.enqueue(tx, account)))
                    .map(before));
  }

  private Future<Void> requireAdmin(Sql tx, long moderator) {
    return repository
        .role(tx, moderator)
        .compose(
            role ->
                role == Account.Role.ADMIN
                    ? Future.succeededFuture()
                    : Future.failedFuture(Failure.forbidden("This action is not allowed")));
  }
}
