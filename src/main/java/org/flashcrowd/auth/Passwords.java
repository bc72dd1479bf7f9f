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
import org.jspecify.annotations.Nullable;

/** Changes passwords. Whoever was signed in with the old one is signed out everywhere. */
public final class Passwords {
  private final Database database;
  private final Accounts accounts;
  private final PasswordHasher hasher;
  private final SignOuts signOuts;
  private final AuditLog audit;
  private final Letters letters;
  private final Config.Registrations rules;

  Passwords(
      Database database,
      Accounts accounts,
      PasswordHasher hasher,
      SignOuts signOuts,
      AuditLog audit,
      Letters letters,
      Config.Registrations rules) {
    this.database = database;
    this.accounts = accounts;
    this.hasher = hasher;
    this.signOuts = signOuts;
    this.audit = audit;
    this.letters = letters;
    this.rules = rules;
  }

  /**
   * Sets a password without asking for the old one: for the command line.
   *
   * @return fails with 404 when there is no such account and 422 when the password is too short or
   *     too long
   */
  public Future<Void> reset(String username, String password) {
    return hashed(password)
        .compose(
            hash ->
                accounts
                    .byUsername(username)
                    .map(found -> found.map(Account::id).orElseThrow(Failure::notFound))
                    .compose(
                        account ->
                            database.transaction(
                                tx -> replace(tx, account, hash, "password.reset", null))));
  }

  /** The hash of a new password; fails with 422 when it is too short or too long. */
  Future<String> hashed(String password) {
    return NewMember.passwordProblem(password, rules)
        .map(
            problem ->
                Future.<String>failedFuture(
                    Failure.invalid("password", problem.error(), problem.description())))
        .orElseGet(() -> hasher.hash(password));
  }

  /** Replaces the password of whoever has followed a link, who has proved their address by that. */
  Future<Void> replaceByLink(Sql tx, MailedLinks.Link link, String hash, String address) {
    return CredentialRepository.confirm(tx, link.account())
        .compose(confirmed -> replace(tx, link.account(), hash, "password.reset", address));
  }

  /**
   * Replaces a password within the caller's transaction. Every session, token and mailed link of
   * before is worth nothing afterwards, and a letter says so.
   */
  Future<Void> replace(Sql tx, long account, String hash, String action, @Nullable String address) {
    return CredentialRepository.setPassword(tx, account, hash)
        .compose(
            changed ->
                changed == 0
                    ? Future.failedFuture(Failure.notFound())
                    : signOuts.everywhere(tx, account, action))
        .compose(ended -> MailedLinks.drop(tx, account))
        .compose(dropped -> audit.record(tx, account, action, address, new JsonObject()))
        .compose(recorded -> letters.notice(tx, account, "password.changed"));
  }
}
