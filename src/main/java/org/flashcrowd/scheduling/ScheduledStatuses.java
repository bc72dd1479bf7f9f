package org.flashcrowd.scheduling;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Page;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Failure;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.media.Media;
import org.flashcrowd.media.MediaView;
import org.flashcrowd.statuses.DeferredPosts;
import org.flashcrowd.statuses.LaterPosts;
import org.flashcrowd.statuses.NewStatus;
import org.flashcrowd.statuses.Statuses;

/**
 * Keeps posts for their time, shows them to their authors, and lets those change the time or their
 * mind.
 */
final class ScheduledStatuses implements LaterPosts {
  /**
   * What posts are and how they are shown.
   *
   * @param deferred accepts posts as if they were written at once
   */
  record Posts(DeferredPosts deferred, Statuses statuses, Media media) {}

  private final Database database;
  private final Ids ids;
  private final Jobs jobs;
  private final ScheduledStatusRepository repository;
  private final SchedulingLimits limits;
  private final Posts posts;

  ScheduledStatuses(
      Database database,
      Ids ids,
      Jobs jobs,
      ScheduledStatusRepository repository,
      SchedulingLimits limits,
      Posts posts) {
    this.database = database;
    this.ids = ids;
    this.jobs = jobs;
    this.repository = repository;
    this.limits = limits;
    this.posts = posts;
  }

  @Override
  public Future<?> schedule(NewStatus status, Instant at) {
    posts.deferred().check(status);
    return database
        .transaction(tx -> keep(tx, ids.next(), status, at))
        .compose(kept -> answer(status.account(), kept));
  }

  /**
   * The key comes first: a call that is repeated later may name a time that is too near by then.
   */
  private Future<Long> keep(Sql tx, long id, NewStatus status, Instant at) {
    return posts
        .deferred()
        .claim(tx, id, status)
        .compose(kept -> kept == id ? insert(tx, id, status, at) : Future.succeededFuture(kept));
  }

  private Future<Long> insert(Sql tx, long id, NewStatus status, Instant at) {
    limits.checkTime(at);
    return limits
        .checkRoom(tx, status.account(), id, at)
        .compose(room -> posts.deferred().accept(tx, id, status))
        .compose(accepted -> repository.insert(tx, id, status, at))
        .compose(inserted -> jobs.enqueue(tx, DueStatuses.at(at, id, status.account())))
        .map(id);
  }

  /** What is kept under this id, or the post that came of it. */
  private Future<Object> answer(long account, long id) {
    return repository
        .one(database.primary(), account, id)
        .compose(
            found ->
                found.isPresent()
                    ? view(found.get()).map(waiting -> waiting)
                    : posts.statuses().view(account, id).map(written -> written));
  }

  Future<ScheduledStatusView> view(long account, long id) {
    return repository
        .one(database.primary(), account, id)
        .map(found -> found.orElseThrow(Failure::notFound))
        .compose(this::view);
  }

  private Future<ScheduledStatusView> view(ScheduledStatus status) {
    return views(List.of(status)).map(List::getFirst);
  }

  Future<List<ScheduledStatusView>> page(long account, Page page) {
    return repository.page(database.primary(), account, page).compose(this::views);
  }

  private Future<List<ScheduledStatusView>> views(List<ScheduledStatus> found) {
    return posts
        .media()
        .ofStatuses(found.stream().map(ScheduledStatus::id).toList())
        .map(
            (Map<Long, List<MediaView>> media) ->
                found.stream()
                    .map(
                        one -> ScheduledStatusView.of(one, media.getOrDefault(one.id(), List.of())))
                    .toList());
  }

  /** Gives a post another time; fails with 404 when the account has none of this id that waits. */
  Future<ScheduledStatusView> move(long account, long id, Instant at) {
    limits.checkTime(at);
    return database
        .transaction(tx -> move(tx, account, id, at))
        .compose(moved -> view(account, id));
  }

  private Future<Void> move(Sql tx, long account, long id, Instant at) {
    return repository
        .move(tx, account, id, at)
        .compose(moved -> moved == 1 ? limits.checkRoom(tx, account, id, at) : missing())
        .compose(room -> jobs.enqueue(tx, DueStatuses.at(at, id, account)));
  }

  /** Forgets a post, and frees its photos for another; fails with 404 like {@link #move}. */
  Future<Void> cancel(long account, long id) {
    return database.transaction(
        tx ->
            repository
                .cancel(tx, account, id)
                .compose(gone -> gone == 1 ? posts.deferred().drop(tx, account, id) : missing()));
  }

  private static Future<Void> missing() {
    return Future.failedFuture(Failure.notFound());
  }
}
