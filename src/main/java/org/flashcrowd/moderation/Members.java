package org.flashcrowd.moderation;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Page;
import org.flashcrowd.http.Failure;

/** Finds and shows accounts to moderators. */
final class Members {
  /**
   * A page of accounts.
   *
   * @param ids what it spans, newest first
   */
  record Found(List<Long> ids, List<MemberView> views) {
    static final Found NOBODY = new Found(List.of(), List.of());
  }

  private final Database database;
  private final Accounts accounts;
  private final MemberRepository repository;

  Members(Database database, Accounts accounts, MemberRepository repository) {
    this.database = database;
    this.accounts = accounts;
    this.repository = repository;
  }

  Future<Found> find(Page page, MemberFilter filter) {
    return filter.nobody()
        ? Future.succeededFuture(Found.NOBODY)
        : repository
            .find(database.primary(), page, filter)
            .compose(
                ids ->
                    views(ids)
                        .map(
                            views ->
                                new Found(
                                    ids,
                                    ids.stream()
                                        .map(views::get)
                                        .filter(Objects::nonNull)
                                        .toList())));
  }

  /** One account; fails with 404 when there is none. */
  Future<MemberView> view(long id) {
    return views(List.of(id))
        .map(
            views -> {
              MemberView view = views.get(id);
              if (view == null) {
                throw Failure.notFound();
              }
              return view;
            });
  }

  /** Those of these accounts that there are. */
  Future<Map<Long, MemberView>> views(Collection<Long> ids) {
    Future<List<Member>> members = repository.byIds(database.primary(), ids);
    Future<Map<Long, AccountView>> shown = accounts.views(ids);
    return Future.all(members, shown).map(loaded -> combine(members.result(), shown.result()));
  }

  private static Map<Long, MemberView> combine(List<Member> members, Map<Long, AccountView> shown) {
    Map<Long, MemberView> views = new HashMap<>();
    for (Member member : members) {
      AccountView account = shown.get(member.id());
      if (account != null) {
        views.put(member.id(), MemberView.of(member, account));
      }
    }
    return views;
  }
}
