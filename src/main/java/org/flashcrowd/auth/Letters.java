package org.flashcrowd.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import org.flashcrowd.auth.MailedLinks.Purpose;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Sql;
import org.flashcrowd.mail.Letter;
import org.flashcrowd.mail.Mail;
import org.jspecify.annotations.Nullable;

/** What members are written about their accounts. Links are made when a letter is sent. */
public final class Letters {
  private static final String CONFIRM = "auth.confirm";
  private static final String CONFIRM_TO = "auth.confirm-to";
  private static final String RESET = "auth.reset";
  private static final String NOTICE = "auth.notice";

  private final Database database;
  private final Mail mail;
  private final String publicUrl;
  private final String contact;

  Letters(Database database, Mail mail, Config config) {
    this.database = database;
    this.mail = mail;
    this.publicUrl = config.publicUrl().toString();
    this.contact = config.instance().contactEmail();
    mail.compose(CONFIRM, this::composeConfirmation);
    mail.compose(CONFIRM_TO, this::composeConfirmationTo);
    mail.compose(RESET, this::composeReset);
    mail.compose(NOTICE, this::composeNotice);
  }

  /** The link that confirms the address somebody signed up with, or their new one. */
  Future<Void> confirmation(Sql tx, long account) {
    return mail.enqueue(tx, CONFIRM, new JsonObject().put("account", account), account);
  }

  /** The same for whoever has this address, if anybody does and it is not confirmed. */
  Future<Void> confirmationTo(Sql tx, String email) {
    return mail.enqueue(tx, CONFIRM_TO, new JsonObject().put("email", email), 0);
  }

  private Future<Optional<Letter>> composeConfirmationTo(JsonObject args) {
    return Addressee.byEmail(database.primary(), args.getString("email"))
        .compose(
            found ->
                found.isEmpty() || found.get().confirmed()
                    ? Future.succeededFuture(Optional.empty())
                    : composeConfirmation(new JsonObject().put("account", found.get().account())));
  }

  private Future<Optional<Letter>> composeConfirmation(JsonObject args) {
    return Addressee.byAccount(database.primary(), args.getLong("account"))
        .compose(
            found -> {
              if (found.isEmpty()) {
                return Future.succeededFuture(Optional.empty());
              }
              Addressee to = found.get();
              String newEmail = to.newEmail();
              if (!to.confirmed()) {
                return linked(to, Purpose.CONFIRM, to.email(), "confirmation", "confirmation");
              }
              return newEmail == null
                  ? Future.succeededFuture(Optional.empty())
                  : linked(to, Purpose.CONFIRM, newEmail, "email.confirm", "confirmation");
            });
  }

  /**
   * The link to a new password, for whoever has this address. Whether anybody does is looked up
   * when the letter is written: whoever asked cannot tell, not even by the time it took.
   */
  Future<Void> reset(Sql tx, String email) {
    return mail.enqueue(tx, RESET, new JsonObject().put("email", email), 0);
  }

  private Future<Optional<Letter>> composeReset(JsonObject args) {
    return Addressee.byEmail(database.primary(), args.getString("email"))
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : linked(
                        found.get(),
                        Purpose.RESET,
                        found.get().email(),
                        "password.reset",
                        "password/edit"));
  }

  private Future<Optional<Letter>> linked(
      Addressee to, Purpose purpose, String email, String words, String page) {
    return MailedLinks.make(database.primary(), purpose, to.account(), email)
        .map(secret -> publicUrl + "/auth/" + page + "?token=" + secret)
        .map(link -> Optional.of(letter(to, email, words, link)));
  }

  /** Tells somebody what has happened, at the address that they have when it is sent. */
  Future<Void> notice(Sql tx, long account, String words) {
    JsonObject args = new JsonObject().put("account", account).put("words", words);
    return mail.enqueue(tx, NOTICE, args, account);
  }

  private Future<Optional<Letter>> composeNotice(JsonObject args) {
    String words = args.getString("words");
    String link =
        words.equals("approved")
            ? publicUrl + "/auth/sign_in"
            : words.equals("export") ? publicUrl + "/settings/export" : null;
    return Addressee.byAccount(database.primary(), args.getLong("account"))
        .map(found -> found.map(to -> letter(to, to.email(), words, link)));
  }

  /**
   * A letter to somebody at the address that they have now; empty when they have none.
   *
   * @param values what stands in its words beside {@code name}, {@code contact} and {@code email}
   */
  public Future<Optional<Letter>> write(long account, String words, Map<String, String> values) {
    return Addressee.byAccount(database.primary(), account)
        .map(found -> found.map(to -> letter(to, to.email(), words, null).with(values)));
  }

  /** Tells an address now, since it may not be the account's when the letter is sent. */
  Future<Void> notice(Sql tx, Addressee to, String email, String words) {
    return mail.enqueue(tx, letter(to, email, words, null), to.account());
  }

  private Letter letter(Addressee to, String email, String words, @Nullable String link) {
    String newEmail = to.newEmail();
    return new Letter(
        email,
        words,
        Map.of(
            "name",
            to.username(),
            "contact",
            contact,
            "email",
            newEmail == null ? to.email() : newEmail),
        link,
        to.locale());
  }

  /** Somebody was let in. */
  public Future<Void> approved(Sql tx, long account) {
    return notice(tx, account, "approved");
  }

  /** Somebody is turned away; before their address is deleted, in the same transaction. */
  public Future<Void> rejected(Sql tx, long account) {
    return farewell(tx, account, "rejected");
  }

  /** Somebody's account is removed; before their address is deleted, in the same transaction. */
  public Future<Void> removed(Sql tx, long account) {
    return farewell(tx, account, "removed");
  }

  /** Somebody's archive can be downloaded. */
  public Future<Void> exported(Sql tx, long account) {
    return notice(tx, account, "export");
  }

  private Future<Void> farewell(Sql tx, long account, String words) {
    return Addressee.byAccount(tx, account)
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture()
                    : notice(tx, found.get(), found.get().email(), words));
  }
}
