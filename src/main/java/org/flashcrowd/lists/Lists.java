package org.flashcrowd.lists;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Page;
import org.flashcrowd.db.Sql;
import org.flashcrowd.db.Violations;
import org.flashcrowd.http.Failure;
import org.flashcrowd.jobs.Jobs;

/**
 * The rules of lists. Only their owner knows of them: anybody else's is a missing record. Who
 * stands on one is followed by its owner; the schema takes off whom they follow no more.
 *
 * <p>Announces {@code list.changed {account}} when what is kept out of that account's home changes.
 */
public final class Lists {
  /** One account can have so many. */
  static final int MOST_LISTS = 50;

  /** So many can stand on one list: its timeline looks at each of them. */
  static final int MOST_MEMBERS = 1_000;

  private final Database database;
  private final ListRepository repository;
  private final Accounts accounts;
  private final Jobs jobs;

  Lists(Database database, Ids ids, Accounts accounts, Jobs jobs) {
    this.database = database;
    this.repository = new ListRepository(ids);
    this.accounts = accounts;
    this.jobs = jobs;
  }

  /** All of an account's lists, the oldest first. */
  Future<List<ListView>> all(long owner) {
    return repository.all(database.primary(), owner);
  }

  /** One list; fails with 404 when {@code owner} has no such list. */
  public Future<ListView> get(long owner, long id) {
    return repository
        .byId(database.primary(), owner, id)
        .map(found -> found.orElseThrow(Failure::notFound));
  }

  /** Adds a list; fails with 422 when there are too many. */
  Future<ListView> create(long owner, ListForm form) {
    return database
        .transaction(tx -> repository.insert(tx, owner, form, MOST_LISTS))
        .map(
            added ->
                added.orElseThrow(
                    () -> Failure.unprocessable("You have the most lists that are allowed")));
  }

  Future<ListView> update(long owner, long id, ListForm form) {
    return database.transaction(
        tx ->
            locked(tx, owner, id)
                .compose(
                    before ->
                        repository
                            .update(tx, owner, id, form)
                            .compose(after -> changed(tx, owner, before, after).map(after))));
  }

  private Future<Void> changed(Sql tx, long owner, ListRepository.Owned before, ListView after) {
    return before.hasMembers() && before.view().exclusive() != after.exclusive()
        ? announce(tx, owner)
        : Future.succeededFuture();
  }

  Future<Void> delete(long owner, long id) {
    return database.transaction(
        tx ->
            locked(tx, owner, id)
                .compose(
                    before ->
                        repository
                            .delete(tx, owner, id)
                            .compose(deleted -> moved(tx, owner, before, before.hasMembers()))));
  }

  /** Who stands on a list, the last added first; fails with 404 when it is not the owner's. */
  Future<List<ListRepository.Member>> members(long owner, long id, Page page) {
    return get(owner, id).compose(own -> repository.members(database.primary(), id, page));
  }

  /**
   * Puts accounts on a list.
   *
   * @return fails with 404 when the list is not the owner's or one of them is not followed, with
   *     422 when one stands there already or they would be too many; then nobody is added
   */
  Future<Void> add(long owner, long id, List<Long> members) {
    return database
        .transaction(
            tx ->
                locked(tx, owner, id)
                    .compose(
                        list ->
                            room(tx, id, members.size())
                                .compose(room -> repository.add(tx, id, owner, members))
                                .compose(added -> moved(tx, owner, list, added > 0))))
        .recover(Lists::explain);
  }

  private Future<Void> room(Sql tx, long id, int more) {
    return repository
        .size(tx, id)
        .compose(
            size ->
                size + more <= MOST_MEMBERS
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        Failure.unprocessable(
                            "A list has room for " + MOST_MEMBERS + " accounts")));
  }

  /** Takes accounts off a list; who does not stand there is passed over. */
  Future<Void> remove(long owner, long id, List<Long> members) {
    return database.transaction(
        tx ->
            locked(tx, owner, id)
                .compose(
                    list ->
                        repository
                            .remove(tx, id, members)
                            .compose(removed -> moved(tx, owner, list, removed > 0))));
  }

  /** The owner's lists that an account stands on; fails with 404 when there is no such account. */
  Future<List<ListView>> containing(long owner, long account) {
    return accounts
        .byId(account)
        .map(found -> found.orElseThrow(Failure::notFound))
        .compose(known -> repository.containing(database.primary(), owner, account));
  }

  private Future<ListRepository.Owned> locked(Sql tx, long owner, long id) {
    return repository
        .lock(tx, owner, id)
        .map((Optional<ListRepository.Owned> found) -> found.orElseThrow(Failure::notFound));
  }

  private Future<Void> moved(Sql tx, long owner, ListRepository.Owned list, boolean anybody) {
    return anybody && list.view().exclusive() ? announce(tx, owner) : Future.succeededFuture();
  }

  private Future<Void> announce(Sql tx, long owner) {
    return jobs.announce(tx, "list.changed", new JsonObject().put("account", owner), owner);
  }

  private static Future<Void> explain(Throwable failure) {
    if (Violations.foreignKey(failure)) {
      return Future.failedFuture(Failure.notFound());
    }
    return Future.failedFuture(
        Violations.unique(failure, "list_member_pkey")
            ? Failure.invalid("account", "ERR_TAKEN", "has already been taken")
            : failure);
  }
}
