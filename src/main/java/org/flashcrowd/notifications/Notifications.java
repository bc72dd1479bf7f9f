package org.flashcrowd.notifications;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Page;
import org.flashcrowd.http.Failure;
import org.flashcrowd.statuses.StatusView;
import org.flashcrowd.statuses.Statuses;
import org.jspecify.annotations.Nullable;

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
  private final Accounts accounts;
  private final Statuses statuses;

  Notifications(
      Database database,
      Ids ids,
      NotificationRepository repository,
      Accounts accounts,
      Statuses statuses) {
    this.database = database;
    this.ids = ids;
    this.repository = repository;
    this.accounts = accounts;
    this.statuses = statuses;
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
  Future<NotificationView> one(long account, long id) {
    return repository
        .one(database.primary(), account, id)
        .compose(found -> show(account, found.stream().toList()))
        .map(
            views -> {
              if (views.isEmpty()) {
                throw Failure.notFound();
              }
              return views.getFirst();
            });
  }

  private Future<List<NotificationView>> show(long account, List<Notification> found) {
    List<Long> from = found.stream().map(Notification::from).distinct().toList();
    List<Long> about =
        found.stream().map(Notification::status).filter(Objects::nonNull).distinct().toList();
    Future<Map<Long, AccountView>> people = accounts.views(from);
    Future<List<StatusView>> posts = statuses.views(account, about);
    return Future.all(people, posts)
        .map(loaded -> views(found, people.result(), byId(posts.result())));
  }

  private static Map<String, StatusView> byId(List<StatusView> views) {
    Map<String, StatusView> byId = new LinkedHashMap<>();
    views.forEach(view -> byId.put(view.id(), view));
    return byId;
  }

  private static List<NotificationView> views(
      List<Notification> found, Map<Long, AccountView> people, Map<String, StatusView> posts) {
    List<NotificationView> views = new ArrayList<>(found.size());
    for (Notification one : found) {
      AccountView from = people.get(one.from());
      StatusView status = one.status() == null ? null : posts.get(Long.toString(one.status()));
      if (from != null && (status != null || !one.type().needsStatus())) {
        views.add(view(one, from, status));
      }
    }
    return views;
  }

  private static NotificationView view(
      Notification one, AccountView from, @Nullable StatusView status) {
    return new NotificationView(
        Long.toString(one.id()),
        one.type().wire(),
        one.createdAt(),
        one.groupKey(),
        one.count(),
        from,
        status);
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
