package org.flashcrowd.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.flashcrowd.accounts.Account;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.auth.password.PasswordHasher;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Failure;

/** Changes passwords. Whoever was signed in with the old one is signed out everywhere. */
public final class Passwords {
  private final Database database;
  private final Accounts accounts;
  private final PasswordHasher hasher;
  private final SignOuts signOuts;
  private final AuditLog audit;
  private final Config.Registrations rules;

  Passwords(
      Database database,
      Accounts accounts,
      PasswordHasher hasher,
      SignOuts signOuts,
      AuditLog audit,
      Config.Registrations rules) {
    this.database = database;
    this.accounts = accounts;
    this.hasher = hasher;
    this.signOuts = signOuts;
    this.audit = audit;
    this.rules = rules;
  }

  /**
   * Sets a password without asking for the old one: for the command line.
   *
   * @return fails with 404 when there is no such account and 422 when the password is too short or
   *     too long
   */
  public Future<Void> reset(String username, String password) {
    var problem = NewMember.passwordProblem(password, rules);
    if (problem.isPresent()) {
      Failure.Detail detail = problem.get();
      return Future.failedFuture(Failure.invalid("password", detail.error(), detail.description()));
    }
    return accounts
        .byUsername(username)
        .map(found -> found.map(Account::id).orElseThrow(Failure::notFound))
        .compose(
            account ->
                hasher
                    .hash(password)
                    .compose(hash -> database.transaction(tx -> replace(tx, account, hash))));
  }

  private Future<Void> replace(Sql tx, long account, String hash) {
    return CredentialRepository.setPassword(tx, account, hash)
        .compose(
            changed ->
                changed == 0
                    ? Future.failedFuture(Failure.notFound())
                    : signOuts.everywhere(tx, account, "password.reset"))
        .compose(ended -> audit.record(tx, account, "password.reset", null, new JsonObject()));
  }
}
