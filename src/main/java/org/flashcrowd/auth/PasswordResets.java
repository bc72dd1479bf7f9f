package org.flashcrowd.auth;

import io.vertx.core.Future;
import java.util.Optional;
import org.flashcrowd.auth.MailedLinks.Purpose;
import org.flashcrowd.db.Database;
import org.flashcrowd.http.Failure;

/** Gives people who have forgotten their password a new one, by a link to their e-mail address. */
final class PasswordResets {
  private final Database database;
  private final Letters letters;
  private final EmailLimit limit;
  private final Passwords passwords;

  PasswordResets(Database database, Letters letters, EmailLimit limit, Passwords passwords) {
    this.database = database;
    this.letters = letters;
    this.limit = limit;
    this.passwords = passwords;
  }

  /** Sends a link there if anybody has this address; does the same work if nobody does. */
  Future<Void> ask(String email) {
    return limit
        .admit(email)
        .compose(admitted -> database.transaction(tx -> letters.reset(tx, email)));
  }

  /** Whether a link may still be followed. */
  Future<Boolean> isAlive(String secret) {
    return MailedLinks.find(database.primary(), Purpose.RESET, secret).map(Optional::isPresent);
  }

  /**
   * Changes the password of whoever has the link, once.
   *
   * @return fails with 422 when the link is dead or the password too short or too long; a link is
   *     not used up by the latter
   */
  Future<Void> finish(String secret, String password, String address) {
    return passwords
        .hashed(password)
        .compose(
            hash ->
                database.transaction(
                    tx ->
                        MailedLinks.use(tx, Purpose.RESET, secret)
                            .map(found -> found.orElseThrow(PasswordResets::dead))
                            .compose(link -> passwords.replaceByLink(tx, link, hash, address))));
  }

  private static Failure dead() {
    return Failure.unprocessable("This link has been used, or it is too old.");
  }
}
