package org.flashcrowd.notifications;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Page;
import org.flashcrowd.http.Failure;

/** Lists, counts and dismisses what somebody was told, many of a kind as one. */
final class GroupedNotifications {
  /**
   * A page.
   *
   * @param ids of the newest of each group that it spans; its links follow from these
   */
  record GroupPage(List<Long> ids, GroupsView view) {}

  /**
   * A page of those in a group.
   *
   * @param ids of their notifications; its links follow from these
   */
  record MemberPage(List<Long> ids, List<AccountView> views) {}

  private final Database database;
  private final GroupRepository repository;
  private final Notifications single;
  private final Accounts accounts;
  private final Showing showing;

  GroupedNotifications(
      Database database,
      GroupRepository repository,
      Notifications single,
      Accounts accounts,
      Showing showing) {
    this.database = database;
    this.repository = repository;
    this.single = single;
    this.accounts = accounts;
    this.showing = showing;
  }

  /**
   * @param partial whether only the latest account of each group is wanted in full
   */
  Future<GroupPage> page(long account, Page page, GroupFilter filter, boolean partial) {
    return repository
        .page(database.primary(), account, page, filter)
        .compose(
            groups ->
                show(account, groups, partial)
                    .map(
                        view ->
                            new GroupPage(
                                groups.stream().map(group -> group.newest().id()).toList(), view)));
  }

  private Future<GroupsView> show(long account, List<NotificationGroup> groups, boolean partial) {
    return showing
        .load(
            account,
            groups.stream().map(NotificationGroup::newest).toList(),
            groups.stream().flatMap(group -> group.sample().stream()).toList())
        .map(
            shown ->
                GroupsView.of(
                    groups.stream().filter(group -> shown.shows(group.newest())).toList(),
                    shown,
                    partial));
  }

  /** Fails with 404 where there is none, or no more. */
  Future<GroupsView> one(long account, GroupKey key) {
    return repository
        .one(database.primary(), account, key)
        .map(found -> found.orElseThrow(Failure::notFound))
        .compose(group -> show(account, List.of(group), /* partial= */ false))
        .map(
            view -> {
              if (view.notificationGroups().isEmpty()) {
                throw Failure.notFound();
              }
              return view;
            });
  }

  /** Those listed in a group, the latest first; fails with 404 where there is no such group. */
  Future<MemberPage> members(long account, GroupKey key, Page page) {
    return repository
        .one(database.primary(), account, key)
        .map(found -> found.orElseThrow(Failure::notFound))
        .compose(
            group ->
                key.alone() != null
                    ? Future.succeededFuture(
                        List.of(
                            new GroupRepository.Member(group.newest().id(), group.newest().from())))
                    : repository.members(database.primary(), account, page, key.text()))
        .compose(this::show);
  }

  private Future<MemberPage> show(List<GroupRepository.Member> members) {
    return accounts
        .views(members.stream().map(GroupRepository.Member::account).toList())
        .map(
            (Map<Long, AccountView> views) ->
                new MemberPage(
                    members.stream().map(GroupRepository.Member::id).toList(),
                    members.stream()
                        .map(member -> views.get(member.account()))
                        .filter(Objects::nonNull)
                        .toList()));
  }

  Future<Integer> unread(long account, GroupFilter filter, int limit) {
    return repository.unread(database.primary(), account, filter, limit);
  }

  /** Fails with 404 where there is none. */
  Future<Void> dismiss(long account, GroupKey key) {
    Long alone = key.alone();
    return alone != null
        ? single.dismiss(account, alone)
        : repository
            .dismiss(database.primary(), account, key.text())
            .compose(
                gone ->
                    gone == 0 ? Future.failedFuture(Failure.notFound()) : Future.succeededFuture());
  }
}
