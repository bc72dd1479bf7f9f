package org.flashcrowd.graph;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.flashcrowd.accounts.Account;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Page;
import org.flashcrowd.http.Failure;
import org.jspecify.annotations.Nullable;

/** The lists of accounts that follow, are followed, ask to, are blocked or muted. */
public final class GraphLists {
  /** One entry: what it is paged by, and who it is. */
  public record Entry<T>(long key, T view) {}

  private final Database database;
  private final Accounts accounts;
  private final EdgeRepository repository = new EdgeRepository();

  public GraphLists(Database database, Accounts accounts) {
    this.database = database;
    this.accounts = accounts;
  }

  /** Who follows an account; empty where it hides that from the viewer. */
  public Future<List<Entry<AccountView>>> followers(long owner, @Nullable Long viewer, Page page) {
    return open(owner, viewer)
        .compose(
            open ->
                open
                    ? repository.followers(database.primary(), page, owner, stranger(owner, viewer))
                    : Future.succeededFuture(List.of()))
        .compose(this::shown);
  }

  /** Whom an account follows; empty where it hides that from the viewer. */
  public Future<List<Entry<AccountView>>> following(long owner, @Nullable Long viewer, Page page) {
    return open(owner, viewer)
        .compose(
            open ->
                open
                    ? repository.following(database.primary(), page, owner, stranger(owner, viewer))
                    : Future.succeededFuture(List.of()))
        .compose(this::shown);
  }

  /** Whom an account shows on its profile; empty for one that is suspended. */
  public Future<List<Entry<AccountView>>> endorsed(long owner, @Nullable Long viewer, Page page) {
    return accounts
        .byId(owner)
        .map(found -> found.orElseThrow(Failure::notFound))
        .compose(
            account ->
                account.suspended()
                    ? Future.succeededFuture(List.of())
                    : repository.endorsed(database.primary(), page, owner, stranger(owner, viewer)))
        .compose(this::shown);
  }

  private Future<Boolean> open(long owner, @Nullable Long viewer) {
    return accounts
        .byId(owner)
        .map(
            found -> {
              Account account = found.orElseThrow(Failure::notFound);
              boolean own = viewer != null && viewer == owner;
              return !account.suspended() && (own || !account.choices().hideCollections());
            });
  }

  private static @Nullable Long stranger(long owner, @Nullable Long viewer) {
    return viewer == null || viewer == owner ? null : viewer;
  }

  /** Who asks to follow {@code owner}. */
  public Future<List<Entry<AccountView>>> requests(long owner, Page page) {
    return repository.requests(database.primary(), page, owner).compose(this::shown);
  }

  public Future<List<Entry<AccountView>>> blocks(long owner, Page page) {
    return repository.blocks(database.primary(), page, owner).compose(this::shown);
  }

  public Future<List<Entry<MutedAccountView>>> mutes(long owner, Page page) {
    return repository
        .mutes(database.primary(), page, owner)
        .compose(
            edges ->
                accounts
                    .views(edges.stream().map(Edge::account).toList())
                    .map(views -> muted(edges, views)));
  }

  /** For each of these accounts, its followers among those that {@code viewer} follows. */
  public Future<List<FamiliarFollowersView>> familiar(long viewer, List<Long> wanted) {
    return repository
        .familiar(database.primary(), viewer, wanted)
        .compose(
            familiar -> {
              Set<Long> all = new LinkedHashSet<>();
              familiar.values().forEach(all::addAll);
              return accounts.views(all).map(views -> familiar(wanted, familiar, views));
            });
  }

  private static List<FamiliarFollowersView> familiar(
      List<Long> wanted, Map<Long, List<Long>> familiar, Map<Long, AccountView> views) {
    Map<Long, FamiliarFollowersView> answer = new LinkedHashMap<>();
    for (Long id : wanted) {
      List<AccountView> followers =
          familiar.getOrDefault(id, List.of()).stream()
              .map(views::get)
              .filter(Objects::nonNull)
              .toList();
      answer.put(id, new FamiliarFollowersView(id.toString(), followers));
    }
    return List.copyOf(answer.values());
  }

  private Future<List<Entry<AccountView>>> shown(List<Edge> edges) {
    return accounts
        .views(edges.stream().map(Edge::account).toList())
        .map(
            views -> {
              List<Entry<AccountView>> entries = new ArrayList<>(edges.size());
              for (Edge edge : edges) {
                AccountView view = views.get(edge.account());
                if (view != null) {
                  entries.add(new Entry<>(edge.id(), view));
                }
              }
              return entries;
            });
  }

  private static List<Entry<MutedAccountView>> muted(
      List<Edge> edges, Map<Long, AccountView> views) {
    List<Entry<MutedAccountView>> entries = new ArrayList<>(edges.size());
    for (Edge edge : edges) {
      AccountView view = views.get(edge.account());
      if (view != null) {
        entries.add(new Entry<>(edge.id(), new MutedAccountView(view, edge.until())));
      }
    }
    return entries;
  }
}
