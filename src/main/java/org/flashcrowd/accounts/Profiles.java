package org.flashcrowd.accounts;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.UnaryOperator;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Failure;
import org.flashcrowd.jobs.Jobs;

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

  public Profiles(Database database, Accounts accounts, Jobs jobs) {
    this.database = database;
    this.repository = accounts.repository();
    this.accounts = accounts;
    this.jobs = jobs;
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

  private Future<Account> save(Sql tx, Account before, Account after) {
    if (after.equals(before)) {
      return Future.succeededFuture(before);
    }
    JsonObject args = new JsonObject().put("account", after.id());
    boolean unlocked = before.locked() && !after.locked();
    return repository
        .update(tx, after)
        .compose(updated -> jobs.announce(tx, "account.updated", args, after.id()))
        .compose(
            announced ->
                unlocked
                    ? jobs.announce(tx, "account.unlocked", args, after.id())
                    : Future.succeededFuture())
        .map(after);
  }
}
