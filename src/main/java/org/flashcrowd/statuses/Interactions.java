package org.flashcrowd.statuses;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.flashcrowd.accounts.Visibility;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Sql;
import org.flashcrowd.db.Violations;
import org.flashcrowd.http.Failure;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.statuses.StatusRepository.Seen;
import org.flashcrowd.statuses.StatusRepository.Target;
import org.jspecify.annotations.Nullable;

/**
 * What people do to posts: favourite, bookmark and boost them, and take it back. Doing any of it
 * twice is doing it once. What is done to a boost is done to what it boosts.
 */
public final class Interactions {
  private final Database database;
  private final Ids ids;
  private final Jobs jobs;
  private final StatusRepository statuses;
  private final InteractionRepository repository;
  private final Publisher publisher;

  Interactions(
      Database database,
      Ids ids,
      Jobs jobs,
      StatusRepository statuses,
      InteractionRepository repository,
      Publisher publisher) {
    this.database = database;
    this.ids = ids;
    this.jobs = jobs;
    this.statuses = statuses;
    this.repository = repository;
    this.publisher = publisher;
  }

  /**
   * Favours a post.
   *
   * @return what the account sees of it now; fails with 404 when it is not there for it to see
   */
  Future<List<Seen>> favourite(long account, long id) {
    return act(
        tx ->
            Publisher.visible(statuses, tx, account, id)
                .compose(target -> favourite(tx, account, id, target)));
  }

  private Future<List<Seen>> favourite(Sql tx, long account, long id, Target target) {
    return repository
        .favourite(tx, account, target.id(), ids.next())
        .compose(
            added -> {
              Future<Void> changes =
                  added
                      ? changed(tx, "status.favourited", account, target.id(), target.account(), 1)
                      : Future.succeededFuture();
              Future<List<Seen>> seen = statuses.seenBy(tx, account, List.of(id));
              return changes.compose(done -> seen);
            });
  }

  public Future<Void> unfavourite(long account, long id) {
    return act(
        tx ->
            repository
                .unfavourite(tx, account, id)
                .compose(
                    gone ->
                        gone.isEmpty()
                            ? Future.succeededFuture()
                            : changed(
                                tx,
                                "status.unfavourited",
                                account,
                                gone.get().status(),
                                gone.get().author(),
                                -1)));
  }

  private Future<Void> changed(
      Sql tx, String topic, long account, long status, long author, int by) {
    JsonObject args =
        new JsonObject().put("status", status).put("account", account).put("author", author);
    Future<Void> announced = jobs.announce(tx, topic, args, account);
    Future<Void> counted = StatusCounters.favourited(tx, status, by);
    return announced.compose(done -> counted);
  }

  /** Fails with 404 when the post is not there for the account to see. Nobody hears of it. */
  public Future<Void> bookmark(long account, long id) {
    return act(
        tx ->
            Publisher.visible(statuses, tx, account, id)
                .compose(target -> repository.bookmark(tx, account, target.id(), ids.next()))
                .mapEmpty());
  }

  public Future<Void> unbookmark(long account, long id) {
    return repository.unbookmark(database.primary(), account, id).mapEmpty();
  }

  /**
   * Boosts a post.
   *
   * @param visibility what the boost is visible to; a private post's boost is private
   * @return the id of the boost, which may have been there before; fails with 404 when the post is
   *     not there for the account to see, with 422 when it may not be boosted
   */
  public Future<Long> reblog(
      long account, @Nullable Long application, long id, Visibility visibility) {
    if (visibility == Visibility.DIRECT) {
      return Future.failedFuture(
          Failure.invalid("visibility", "ERR_INVALID", "must be public, unlisted or private"));
    }
    return act(
        tx ->
            Publisher.published(statuses, tx, account, id)
                .compose(target -> reblog(tx, account, application, target, visibility)));
  }

  private Future<Long> reblog(
      Sql tx, long account, @Nullable Long application, Target target, Visibility wanted) {
    boolean hidden = target.visibility() == Visibility.PRIVATE;
    if (target.visibility() == Visibility.DIRECT || (hidden && target.account() != account)) {
      throw Failure.unprocessable("This post may not be boosted");
    }
    Visibility visibility = hidden ? Visibility.PRIVATE : wanted;
    Publication boost = new Publication(ids.next(), account, visibility, target.id(), null);
    return repository
        .reblog(tx, boost, application)
        .compose(
            added ->
                added.isPresent()
                    ? publisher.announce(tx, boost).map(boost.status())
                    : repository
                        .reblogOf(tx, target.id(), account)
                        .map(known -> known.orElseThrow(Failure::notFound)));
  }

  /**
   * Takes a boost back.
   *
   * @param id the boost's, or that of what was boosted
   * @return the id of what was boosted: the boost itself is no more
   */
  public Future<Long> unreblog(long account, long id) {
    return act(
        tx ->
            repository
                .unreblog(tx, account, id)
                .compose(
                    gone ->
                        gone.isEmpty() ? Future.succeededFuture(id) : withdrawn(tx, gone.get())));
  }

  private Future<Long> withdrawn(Sql tx, Publication boost) {
    long boosted = requireNonNull(boost.reblogOf());
    return jobs.announce(tx, "status.deleted", boost.args(), boost.account())
        .compose(announced -> StatusCounters.removed(tx, boost))
        .map(boosted);
  }

  /** A post that goes while something is done to it was not there. */
  private <T> Future<T> act(java.util.function.Function<Sql, Future<T>> work) {
    return database
        .transaction(work)
        .recover(
            failure ->
                Future.failedFuture(Violations.foreignKey(failure) ? Failure.notFound() : failure));
  }
}
