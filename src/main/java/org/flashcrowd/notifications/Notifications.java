package org.flashcrowd.notifications;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Page;
import org.flashcrowd.http.Failure;

/** Lists, counts and dismisses what somebody was told. */
public final class Notifications {
  /**
   * A page.
   *
   * @param ids what it spans, newest first; its links follow from these
   * @param views what of it is shown: a notification goes with its status
   */
  record NotificationPage(List<Long> ids, List<NotificationView> views) {}

  private static final int CLEARED_AT_ONCE = 5_000;

  private final Database database;
  private final Ids ids;
  private final NotificationRepository repository;
  private final Showing showing;

  Notifications(Database database, Ids ids, NotificationRepository repository, Showing showing) {
    this.database = database;
    this.ids = ids;
    this.repository = repository;
    this.showing = showing;
  }

  Future<NotificationPage> page(long account, Page page, NotificationFilter filter) {
    return repository
        .page(database.primary(), account, page, filter)
        .compose(
            found ->
                show(account, found)
                    .map(
                        views ->
                            new NotificationPage(
                                found.stream().map(Notification::id).toList(), views)));
  }

  /** Fails with 404 where there is none, or no more. */
  public Future<NotificationView> one(long account, long id) {
    return find(account, id).map(found -> found.orElseThrow(Failure::notFound));
  }

  /**
   * One that an account was told of, as they see it now: empty where it is dismissed, undone, or
   * not for them to see any more.
   */
  public Future<Optional<NotificationView>> find(long account, long id) {
    return repository
        .one(database.primary(), account, id)
        .compose(found -> show(account, found.stream().toList()))
        .map(views -> views.stream().findFirst());
  }

  private Future<List<NotificationView>> show(long account, List<Notification> found) {
    return showing
        .load(account, found, List.of())
        .map(
            shown ->
                found.stream()
                    .filter(shown::shows)
                    .map(one -> NotificationView.of(one, shown))
                    .toList());
  }

  Future<Integer> unread(long account, NotificationFilter filter, int limit) {
    return repository.unread(database.primary(), account, filter, limit);
  }

  /** Clears all there are at this moment. */
  Future<Void> clear(long account) {
    return clear(account, ids.next());
  }

  private Future<Void> clear(long account, long upTo) {
    return repository
        .clear(database.primary(), account, upTo, CLEARED_AT_ONCE)
        .compose(
            cleared -> cleared < CLEARED_AT_ONCE ? Future.succeededFuture() : clear(account, upTo));
  }

  /** Fails with 404 where there is none. */
  Future<Void> dismiss(long account, long id) {
    return repository
        .dismiss(database.primary(), account, id)
        .compose(
            gone -> gone == 0 ? Future.failedFuture(Failure.notFound()) : Future.succeededFuture());
  }
}
