package org.flashcrowd.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.flashcrowd.auth.MailedLinks.Purpose;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.flashcrowd.db.Violations;
import org.flashcrowd.http.Caller;
import org.flashcrowd.http.Failure;

/**
 * Proves that people read the mail of the address they gave, when they join and when it changes.
 */
final class Confirmations {
  private static final Query CONFIRM =
      Query.named(
          "auth.confirm",
          """
          UPDATE credential SET confirmed_at = now()
           WHERE account_id = $1 AND lower(email) = lower($2) AND confirmed_at IS NULL
          """);
  private static final Query REPLACE =
      Query.named(
          "auth.email-replace",
          """
          UPDATE credential SET email = new_email, new_email = NULL
           WHERE account_id = $1 AND lower(new_email) = lower($2) AND confirmed_at IS NOT NULL
          """);
  private static final Query CORRECT =
      Query.named(
          "auth.email-correct",
          "UPDATE credential SET email = $2 WHERE account_id = $1 AND confirmed_at IS NULL");

  private final Database database;
  private final Letters letters;
  private final EmailLimit limit;
  private final SignOuts signOuts;
  private final AuditLog audit;

  Confirmations(
      Database database, Letters letters, EmailLimit limit, SignOuts signOuts, AuditLog audit) {
    this.database = database;
    this.letters = letters;
    this.limit = limit;
    this.signOuts = signOuts;
    this.audit = audit;
  }

  /** What a link led to. */
  enum Outcome {
    JOINED,
    CHANGED
  }

  /** Sends the letter again to whoever waits for it with this address, if anybody does. */
  Future<Void> again(String email) {
    return limit
        .admit(email)
        .compose(admitted -> database.transaction(tx -> letters.confirmationTo(tx, email)));
  }

  /**
   * Sends the letter again, for the application that somebody signed up through.
   *
   * @param corrected another address, where the first had a mistake; empty to keep it
   * @return fails with 403 when it is another application, or nothing is to be confirmed
   */
  Future<Void> again(Caller caller, long account, Optional<String> corrected) {
    return Addressee.byAccount(database.primary(), account)
        .map(found -> waiting(found, caller.applicationId()))
        .compose(
            waiting -> {
              String email = corrected.orElse(waiting.email());
              return limit
                  .admit(email)
                  .compose(admitted -> database.transaction(tx -> resend(tx, waiting, email)));
            })
        .recover(Confirmations::taken);
  }

  private static Addressee waiting(Optional<Addressee> found, long application) {
    Addressee waiting = found.orElseThrow(Failure::notFound);
    Long through = waiting.application();
    if (through == null || through != application) {
      throw Failure.forbidden(
          "This method is only available to the application the user originally signed-up with");
    }
    if (waiting.confirmed()) {
      throw Failure.forbidden(
          "This method is only available while the e-mail is awaiting confirmation");
    }
    return waiting;
  }

  private Future<Void> resend(Sql tx, Addressee waiting, String email) {
    Future<?> corrected =
        email.equals(waiting.email())
            ? Future.succeededFuture()
            : tx.update(CORRECT, waiting.account(), email);
    return corrected.compose(done -> letters.confirmation(tx, waiting.account()));
  }

  private static <T> Future<T> taken(Throwable failure) {
    return Future.failedFuture(
        Violations.unique(failure, "credential_email")
            ? Failure.invalid("email", "ERR_TAKEN", "is already taken")
            : failure);
  }

  Future<Boolean> confirmed(long account) {
    return Addressee.byAccount(database.primary(), account)
        .map(found -> found.isPresent() && found.get().confirmed());
  }

  /** Whether a link may still be followed. */
  Future<Boolean> isAlive(String secret) {
    return MailedLinks.find(database.primary(), Purpose.CONFIRM, secret).map(Optional::isPresent);
  }

  /** Follows a link, once; fails with 422 when it was followed, or is too old. */
  Future<Outcome> follow(String secret, String address) {
    return database
        .transaction(
            tx ->
                MailedLinks.use(tx, Purpose.CONFIRM, secret)
                    .map(found -> found.orElseThrow(Confirmations::dead))
                    .compose(link -> confirm(tx, link, address)))
        .recover(Confirmations::taken);
  }

  private Future<Outcome> confirm(Sql tx, MailedLinks.Link link, String address) {
    return tx.update(CONFIRM, link.account(), link.email())
        .compose(
            rows ->
                rows == 1
                    ? audit
                        .record(tx, link.account(), "email.confirmed", address, new JsonObject())
                        .map(Outcome.JOINED)
                    : change(tx, link, address));
  }

  /** Read before it changes: the address of before is told. */
  private Future<Outcome> change(Sql tx, MailedLinks.Link link, String address) {
    return Addressee.byAccount(tx, link.account())
        .map(found -> found.orElseThrow(Confirmations::dead))
        .compose(
            before ->
                tx.update(REPLACE, link.account(), link.email())
                    .map(
                        rows -> {
                          if (rows == 0) {
                            throw dead();
                          }
                          return rows;
                        })
                    .compose(done -> MailedLinks.drop(tx, link.account()))
                    .compose(done -> signOuts.everywhere(tx, link.account(), "email.changed"))
                    .compose(out -> letters.notice(tx, before, before.email(), "email.changed")))
        .compose(
            told -> audit.record(tx, link.account(), "email.changed", address, new JsonObject()))
        .map(Outcome.CHANGED);
  }

  private static Failure dead() {
    return Failure.unprocessable("This link has been used, or it is too old.");
  }
}
