package org.flashcrowd.accounts;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Upload;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.media.Media;
import org.flashcrowd.media.Purpose;

/**
 * One's own profile and settings.
 *
 * <p>Announces {@code account.updated {account}} and, when following somebody no longer needs their
 * consent, {@code account.unlocked {account}}.
 */
public final class Profiles {
  private final Database database;
  private final AccountRepository repository;
  private final Accounts accounts;
  private final Jobs jobs;
  private final Pictures pictures;

  public Profiles(Database database, Accounts accounts, Jobs jobs, Media media) {
    this.database = database;
    this.repository = accounts.repository();
    this.accounts = accounts;
    this.jobs = jobs;
    this.pictures = new Pictures(media);
  }

  Future<Account> own(long id) {
    return accounts.byId(id).map(found -> found.orElseThrow(Failure::notFound));
  }

  /** An account as itself sees it. */
  Future<CredentialView> view(long id) {
    return Future.all(own(id), accounts.view(id), repository.requests(database.primary(), id))
        .map(all -> CredentialView.of(all.<Account>resultAt(0), all.resultAt(1), all.resultAt(2)));
  }

  /** Changes an account in one transaction; two changes at once both happen. */
  Future<Account> update(long id, UnaryOperator<Account> change) {
    return database.transaction(
        tx ->
            repository
                .lock(tx, id)
                .map(found -> found.orElseThrow(Failure::notFound))
                .compose(before -> save(tx, before, change.apply(before))));
  }

  /**
   * As {@link #update}, with new pictures; they are shown once they have been processed, and those
   * they replace are deleted.
   */
  Future<Account> update(
      long id, UnaryOperator<Account> change, Optional<Upload> avatar, Optional<Upload> header) {
    return pictures
        .receive(avatar, id, Purpose.AVATAR)
        .compose(
            newAvatar ->
                pictures
                    .receive(header, id, Purpose.HEADER)
                    .compose(newHeader -> show(id, change, newAvatar, newHeader))
                    .recover(failure -> discard(newAvatar, failure)));
  }

  private Future<Account> show(
      long id, UnaryOperator<Account> change, Optional<Long> avatar, Optional<Long> header) {
    return update(id, before -> change.apply(before).withPictures(avatar, header))
        .recover(failure -> discard(header, failure));
  }

  /** What was received for a change that did not happen is of no use. */
  private Future<Account> discard(Optional<Long> picture, Throwable failure) {
    return database
        .transaction(tx -> pictures.delete(tx, picture.stream().toList()))
        .transform(deleted -> Future.failedFuture(failure));
  }

  Future<Account> removeAvatar(long id) {
    return update(id, Account::withoutAvatar);
  }

  Future<Account> removeHeader(long id) {
    return update(id, Account::withoutHeader);
  }

  private Future<Account> save(Sql tx, Account before, Account after) {
    if (after.equals(before)) {
      return Future.succeededFuture(before);
    }
    JsonObject args = new JsonObject().put("account", after.id());
    boolean unlocked = before.locked() && !after.locked();
    Set<Long> replaced = new TreeSet<>(Pictures.of(before.profile()));
    replaced.removeAll(Pictures.of(after.profile()));
    return repository
        .update(tx, after)
        .compose(updated -> pictures.delete(tx, replaced))
        .compose(deleted -> jobs.announce(tx, "account.updated", args, after.id()))
        .compose(
            announced ->
                unlocked
                    ? jobs.announce(tx, "account.unlocked", args, after.id())
                    : Future.succeededFuture())
        .map(after);
  }
}
