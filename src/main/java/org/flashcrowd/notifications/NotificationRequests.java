package org.flashcrowd.notifications;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Page;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Failure;
import org.flashcrowd.statuses.StatusView;
import org.flashcrowd.statuses.Statuses;

/**
 * What somebody's policy keeps apart, by whose it is: to be let through from now on, or dismissed.
 * Both are done when the call returns.
 */
final class NotificationRequests {
  /**
   * A page.
   *
   * @param ids what it spans, newest first; its links follow from these
   */
  record RequestPage(List<Long> ids, List<NotificationRequestView> views) {}

  private static final int AT_ONCE = 5_000;

  private final Database database;
  private final PolicyRepository policies;
  private final RequestRepository repository;
  private final Accounts accounts;
  private final Statuses statuses;

  NotificationRequests(
      Database database,
      PolicyRepository policies,
      RequestRepository repository,
      Accounts accounts,
      Statuses statuses) {
    this.database = database;
    this.policies = policies;
    this.repository = repository;
    this.accounts = accounts;
    this.statuses = statuses;
  }

  Future<PolicyView> policy(long account) {
    return policies.of(database.primary(), account).compose(policy -> withSummary(account, policy));
  }

  Future<PolicyView> change(long account, Policy.Change change) {
    return policies
        .change(database.primary(), account, change)
        .compose(policy -> withSummary(account, policy));
  }

  private Future<PolicyView> withSummary(long account, Policy policy) {
    return repository
        .summary(database.primary(), account)
        .map(summary -> PolicyView.of(policy, summary));
  }

  Future<RequestPage> page(long account, Page page) {
    return repository
        .page(database.primary(), account, page)
        .compose(
            found ->
                show(account, found)
                    .map(
                        views ->
                            new RequestPage(found.stream().map(KeptApart::id).toList(), views)));
  }

  /** Fails with 404 where there is none, or no more. */
  Future<NotificationRequestView> one(long account, long id) {
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

  private Future<List<NotificationRequestView>> show(long account, List<KeptApart> requests) {
    Future<Map<Long, AccountView>> from =
        accounts.views(requests.stream().map(KeptApart::from).toList());
    Future<List<StatusView>> last =
        statuses.views(
            account,
            requests.stream()
                .map(KeptApart::lastStatus)
                .filter(Objects::nonNull)
                .distinct()
                .toList());
    return Future.all(from, last)
        .map(
            loaded -> {
              Map<String, StatusView> posts = new HashMap<>();
              last.result().forEach(post -> posts.put(post.id(), post));
              return requests.stream()
                  .filter(request -> from.result().containsKey(request.from()))
                  .map(request -> view(request, from.result(), posts))
                  .toList();
            });
  }

  private static NotificationRequestView view(
      KeptApart request, Map<Long, AccountView> from, Map<String, StatusView> posts) {
    return NotificationRequestView.of(
        request,
        Objects.requireNonNull(from.get(request.from())),
        posts.get(String.valueOf(request.lastStatus())));
  }

  /**
   * Lists what was kept apart of these, and lets through whatever else they do.
   *
   * @return how many requests there were
   */
  Future<Integer> accept(long account, List<Long> ids) {
    return database
        .transaction(
            tx ->
                repository
                    .take(tx, account, ids)
                    .compose(from -> repository.permit(tx, account, from).map(from)))
        .compose(from -> merge(account, from).map(from.size()));
  }

  private Future<Void> merge(long account, List<Long> from) {
    return repository
        .merge(database.primary(), account, from, AT_ONCE)
        .compose(merged -> merged < AT_ONCE ? Future.succeededFuture() : merge(account, from));
  }

  /**
   * Dismisses what was kept apart of these; what else they do is kept apart again.
   *
   * @return how many requests there were
   */
  Future<Integer> dismiss(long account, List<Long> ids) {
    Sql sql = database.primary();
    return repository.take(sql, account, ids).compose(from -> hide(account, from).map(from.size()));
  }

  private Future<Void> hide(long account, List<Long> from) {
    return repository
        .hide(database.primary(), account, from, AT_ONCE)
        .compose(hidden -> hidden < AT_ONCE ? Future.succeededFuture() : hide(account, from));
  }
}
