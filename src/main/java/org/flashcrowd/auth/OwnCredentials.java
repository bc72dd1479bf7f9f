package org.flashcrowd.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.flashcrowd.auth.password.PasswordHasher;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Failure;

/**
 * Lets people change their own password and e-mail address. Both ask for the password: a browser
 * left open is not enough.
 */
public final class OwnCredentials {
  private static final Query WANT =
      Query.named(
          "auth.email-want",
          """
          UPDATE credential SET new_email = $2
           WHERE account_id = $1
             AND NOT EXISTS (SELECT FROM credential o WHERE lower(o.email) = lower($2))
          """);

  private final Database database;
  private final PasswordHasher hasher;
  private final Passwords passwords;
  private final SignIns signIns;
  private final Letters letters;
  private final EmailLimit attempts;
  private final AuditLog audit;

  OwnCredentials(
      Database database,
      PasswordHasher hasher,
      Passwords passwords,
      SignIns signIns,
      Letters letters,
      EmailLimit attempts,
      AuditLog audit) {
    this.database = database;
    this.hasher = hasher;
    this.passwords = passwords;
    this.signIns = signIns;
    this.letters = letters;
    this.attempts = attempts;
    this.audit = audit;
  }

  /** Fails with 422 when it is not the account's password, and 429 after too many attempts. */
  public Future<Void> prove(long account, String password) {
    return attempts
        .admit("account " + account)
        .compose(admitted -> CredentialRepository.byAccount(database.primary(), account))
        .compose(
            login ->
                hasher.check(
                    password, login.map(CredentialRepository.Login::passwordHash).orElse(null)))
        .compose(
            check ->
                check.matches()
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        Failure.invalid("current_password", "ERR_INVALID", "is wrong")));
  }

  /**
   * Changes the password, which ends every session and token.
   *
   * @param address where the browser calls from
   * @param agent what the browser calls itself
   * @return a new session for this browser; fails with 422 and what is wrong
   */
  public Future<String> changePassword(
      long account, String old, String wanted, String address, String agent) {
    return prove(account, old)
        .compose(proven -> passwords.hashed(wanted))
        .compose(
            hash ->
                database.transaction(
                    tx ->
                        passwords
                            .replace(tx, account, hash, "password.changed", address)
                            .compose(
                                done -> signIns.start(tx, account, "sign-in", address, agent))));
  }

  /** The address of an account. */
  public Future<String> email(long account) {
    return Addressee.byAccount(database.primary(), account)
        .map(found -> found.orElseThrow(Failure::notFound).email());
  }

  /**
   * Asks for another e-mail address: it is the account's once the link that is sent there was
   * followed. The address of before is told at once.
   *
   * @return fails with 422 and what is wrong
   */
  public Future<Void> changeEmail(long account, String password, String typed, String address) {
    String wanted = NewMember.emailOrFail(typed);
    return prove(account, password)
        .compose(proven -> attempts.admit(wanted))
        .compose(admitted -> database.transaction(tx -> want(tx, account, wanted, address)));
  }

  private Future<Void> want(Sql tx, long account, String wanted, String address) {
    return tx.update(WANT, account, wanted)
        .compose(
            rows ->
                rows == 0
                    ? Future.failedFuture(Failure.invalid("email", "ERR_TAKEN", "is already taken"))
                    : letters.confirmation(tx, account))
        .compose(sent -> Addressee.byAccount(tx, account))
        .compose(
            found -> {
              Addressee owner = found.orElseThrow(Failure::notFound);
              return letters.notice(tx, owner, owner.email(), "email.asked");
            })
        .compose(
            told -> audit.record(tx, account, "email.change-asked", address, new JsonObject()));
  }
}
