package org.flashcrowd.statuses;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.flashcrowd.accounts.Account;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Page;
import org.flashcrowd.http.Failure;
import org.flashcrowd.statuses.StatusListRepository.Entry;
import org.jspecify.annotations.Nullable;

/** Lists of posts, and of the people who did something to one. */
public final class StatusLists {
  /** What is read of a conversation: bounded, since the API has no pages for it. */
  private record Depth(int ancestors, int descendants, int levels) {
    static final Depth ANYBODY = new Depth(40, 60, 20);
    static final Depth MEMBER = new Depth(100, 500, 40);
  }

  /**
   * Some entries of a list, newest first.
   *
   * @param keys the keys that the list is paged by; there may be more than items
   */
  public record Listed<T>(List<T> items, List<Long> keys) {}

  /** Which of an account's posts are wanted. */
  public record Filter(
      boolean excludeReplies,
      boolean excludeReblogs,
      boolean onlyMedia,
      boolean pinned,
      @Nullable String tag) {}

  private final Database database;
  private final StatusListRepository repository;
  private final Statuses statuses;
  private final Accounts accounts;

  StatusLists(
      Database database, StatusListRepository repository, Statuses statuses, Accounts accounts) {
    this.database = database;
    this.repository = repository;
    this.statuses = statuses;
    this.accounts = accounts;
  }

  /**
   * The posts of an account that the viewer may see, or those of them that are pinned, as they were
   * pinned; 404 when there is no such account.
   */
  public Future<Listed<StatusView>> ofAccount(
      @Nullable Long viewer, long account, Filter filter, Page page) {
    Future<Account> owner =
        accounts.byId(account).map(found -> found.orElseThrow(Failure::notFound));
    Future<List<Entry>> entries =
        filter.pinned()
            ? repository.pinned(database.replica(viewer), viewer, account, page)
            : repository
                .ofAccount(database.replica(viewer), viewer, account, filter, page)
                .map(ids -> ids.stream().map(id -> new Entry(id, id)).toList());
    return Future.all(owner, entries).compose(found -> posts(viewer, entries.result()));
  }

  public Future<Listed<StatusView>> favourites(long viewer, Page page) {
    return repository
        .favourites(database.replica(viewer), viewer, page)
        .compose(entries -> posts(viewer, entries));
  }

  public Future<Listed<StatusView>> bookmarks(long viewer, Page page) {
    return repository
        .bookmarks(database.replica(viewer), viewer, page)
        .compose(entries -> posts(viewer, entries));
  }

  private Future<Listed<StatusView>> posts(@Nullable Long viewer, List<Entry> entries) {
    return statuses
        .views(viewer, entries.stream().map(Entry::of).toList())
        .map(views -> new Listed<>(views, keys(entries)));
  }

  /** Who favourited a post; 404 when it is not there for the viewer to see. */
  public Future<Listed<AccountView>> favouritedBy(@Nullable Long viewer, long id, Page page) {
    return visible(viewer, id)
        .compose(target -> repository.favouritedBy(database.primary(), viewer, target, page))
        .compose(this::people);
  }

  /** Who boosted a post; 404 when it is not there for the viewer to see. */
  public Future<Listed<AccountView>> rebloggedBy(@Nullable Long viewer, long id, Page page) {
    return visible(viewer, id)
        .compose(target -> repository.rebloggedBy(database.primary(), viewer, target, page))
        .compose(this::people);
  }

  private Future<Listed<AccountView>> people(List<Entry> entries) {
    return accounts
        .views(entries.stream().map(Entry::of).toList())
        .map(
            views -> {
              List<AccountView> ordered = new ArrayList<>(entries.size());
              for (Entry entry : entries) {
                AccountView view = views.get(entry.of());
                if (view != null) {
                  ordered.add(view);
                }
              }
              return new Listed<>(ordered, keys(entries));
            });
  }

  private static List<Long> keys(List<Entry> entries) {
    return entries.stream().map(Entry::key).toList();
  }

  /** The conversation around a post; 404 when it is not there for the viewer to see. */
  public Future<ContextView> context(@Nullable Long viewer, long id) {
    Depth depth = viewer == null ? Depth.ANYBODY : Depth.MEMBER;
    return visible(viewer, id).compose(target -> context(viewer, target, depth));
  }

  private Future<ContextView> context(@Nullable Long viewer, long target, Depth depth) {
    Future<List<StatusView>> above =
        repository
            .ancestors(database.replica(viewer), viewer, target, depth.ancestors())
            .compose(ids -> statuses.views(viewer, ids));
    Future<List<StatusView>> below =
        repository
            .descendants(
                database.replica(viewer), viewer, target, depth.levels(), depth.descendants())
            .compose(ids -> statuses.views(viewer, ids));
    return Future.all(above, below).map(both -> new ContextView(above.result(), below.result()));
  }

  /** The post itself, or what it boosts. */
  private Future<Long> visible(@Nullable Long viewer, long id) {
    return repository
        .visible(database.primary(), viewer, id)
        .map(found -> found.orElseThrow(Failure::notFound));
  }
}
