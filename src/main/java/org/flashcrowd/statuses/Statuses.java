package org.flashcrowd.statuses;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.http.Failure;
import org.flashcrowd.statuses.StatusRepository.Seen;
import org.flashcrowd.text.RichText;
import org.jspecify.annotations.Nullable;

/** Writes, shows and removes posts. Whatever leaves here is visible to whoever asked. */
public final class Statuses {
  private final Database database;
  private final Ids ids;
  private final StatusRepository repository;
  private final FragmentSource fragments;
  private final StatusLimits limits;
  private final Publisher publisher;
  private final Removal removal;

  Statuses(
      Database database,
      Ids ids,
      StatusRepository repository,
      FragmentSource fragments,
      StatusLimits limits,
      Publisher publisher,
      Removal removal) {
    this.database = database;
    this.ids = ids;
    this.repository = repository;
    this.fragments = fragments;
    this.limits = limits;
    this.publisher = publisher;
    this.removal = removal;
  }

  /**
   * Writes a post, or finds the one that was written under the same Idempotency-Key.
   *
   * @return fails with 422 where a limit is passed or a photo cannot be used, with 404 where the
   *     answered post is not there for the author to see
   */
  public Future<StatusView> create(NewStatus status) {
    RichText text = limits.check(status);
    long id = ids.next();
    return database
        .transaction(tx -> publisher.write(tx, id, status, text))
        .compose(written -> view(status.account(), written));
  }

  /** One post; fails with 404 when it is missing or not for the viewer to see. */
  public Future<StatusView> view(@Nullable Long viewer, long id) {
    return views(viewer, List.of(id))
        .map(
            found -> {
              if (found.isEmpty()) {
                throw Failure.notFound();
              }
              return found.getFirst();
            });
  }

  /**
   * The posts of these ids that the viewer may see, in the given order: one query for the viewer's
   * part, and a fixed number for the rest.
   *
   * @param viewer null for somebody not signed in
   */
  public Future<List<StatusView>> views(@Nullable Long viewer, List<Long> ids) {
    return ids.isEmpty()
        ? Future.succeededFuture(List.of())
        : repository
            .seenBy(database.primary(), viewer, ids)
            .compose(
                seen -> fragments.load(needed(seen)).map(loaded -> combine(ids, seen, loaded)));
  }

  private static Set<Long> needed(Collection<Seen> seen) {
    Set<Long> needed = HashSet.newHashSet(seen.size());
    for (Seen one : seen) {
      needed.add(one.id());
      Long reblogOf = one.reblogOf();
      if (reblogOf != null) {
        needed.add(reblogOf);
      }
    }
    return needed;
  }

  private static List<StatusView> combine(
      List<Long> order, List<Seen> seen, Map<Long, StatusView> fragments) {
    Map<Long, Seen> byId = HashMap.newHashMap(seen.size());
    seen.forEach(one -> byId.put(one.id(), one));
    List<StatusView> views = new ArrayList<>(seen.size());
    for (Long id : order) {
      Seen one = byId.get(id);
      StatusView view = one == null ? null : combine(one, fragments);
      if (view != null) {
        views.add(view);
      }
    }
    return views;
  }

  /** Null where the post went between the two queries. */
  private static @Nullable StatusView combine(Seen seen, Map<Long, StatusView> fragments) {
    StatusView fragment = fragments.get(seen.id());
    Long reblogOf = seen.reblogOf();
    if (fragment == null || reblogOf == null) {
      return fragment == null ? null : fragment.seenBy(seen.own());
    }
    StatusView original = fragments.get(reblogOf);
    return original == null ? null : original.seenBy(seen.own()).boostedIn(fragment, seen.own());
  }

  /** What was typed; fails with 404 like {@link #view}. */
  public Future<StatusSourceView> source(long viewer, long id) {
    return repository
        .source(database.primary(), viewer, id)
        .map(found -> found.orElseThrow(Failure::notFound));
  }

  /**
   * Removes a post of the account.
   *
   * @param withMedia whether its photos go at once; otherwise they may be used in another post for
   *     a while
   * @return what it was, with its source; fails with 404 when the account has no such post
   */
  public Future<StatusView> delete(long account, long id, boolean withMedia) {
    return view(account, id)
        .compose(
            view ->
                database
                    .transaction(tx -> removal.remove(tx, account, id, withMedia))
                    .map(removed -> view.withSource(view.body().contentText())));
  }
}
