package org.flashcrowd.statuses;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.flashcrowd.db.Database;
import org.flashcrowd.filters.FilterCache;
import org.flashcrowd.filters.FilterResultView;
import org.flashcrowd.filters.ViewerFilters;
import org.flashcrowd.http.Failure;
import org.flashcrowd.media.MediaView;
import org.flashcrowd.statuses.StatusRepository.Seen;
import org.jspecify.annotations.Nullable;

/**
 * Puts posts together for whoever looks at them: what is the same for everybody, what the viewer
 * has to do with each, and which of their filters it matches.
 */
final class StatusReader {
  private final Database database;
  private final StatusRepository repository;
  private final FragmentSource fragments;
  private final FilterCache filters;
  private final InstantSource clock;

  StatusReader(
      Database database,
      StatusRepository repository,
      FragmentSource fragments,
      FilterCache filters,
      InstantSource clock) {
    this.database = database;
    this.repository = repository;
    this.fragments = fragments;
    this.filters = filters;
    this.clock = clock;
  }

  /** As {@link Statuses#views}. */
  Future<List<StatusView>> views(@Nullable Long viewer, List<Long> ids) {
    if (ids.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    return shown(viewer, ids, postsFirst(viewer, ids));
  }

  /** As {@link Statuses#viewsWithBoosts}. */
  Future<List<StatusView>> viewsWithBoosts(@Nullable Long viewer, List<Long> ids) {
    return shown(viewer, ids, repository.seenBy(database.primary(), viewer, ids));
  }

  /** Asks again about what is not there, which is rare: boosts, and what the viewer may not see. */
  private Future<List<Seen>> postsFirst(@Nullable Long viewer, List<Long> ids) {
    return repository
        .postsSeenBy(database.primary(), viewer, ids)
        .compose(
            posts -> {
              Set<Long> others = new LinkedHashSet<>(ids);
              posts.forEach(post -> others.remove(post.id()));
              return others.isEmpty()
                  ? Future.succeededFuture(posts)
                  : repository
                      .seenBy(database.primary(), viewer, others)
                      .map(more -> Stream.concat(posts.stream(), more.stream()).toList());
            });
  }

  /**
   * What a statement found that the viewer may see, in the given order.
   *
   * @param seen by {@link StatusRepository#seenBy}
   */
  Future<List<StatusView>> show(@Nullable Long viewer, List<Long> ids, List<Seen> seen) {
    return shown(viewer, ids, Future.succeededFuture(seen));
  }

  private Future<List<StatusView>> shown(
      @Nullable Long viewer, List<Long> ids, Future<List<Seen>> reading) {
    Future<ViewerFilters> filtering = filters.of(viewer);
    return reading
        .compose(seen -> fragments.load(needed(seen)).map(loaded -> new Page(seen, loaded)))
        .compose(page -> filtering.map(filter -> page.views(ids, viewer, filter)));
  }

  /**
   * The account's own boost alone, without what it boosts; fails with 404 when there is none.
   *
   * @param id the boost's, or that of what is boosted
   */
  Future<StatusView> ownBoost(long account, long id) {
    return repository
        .ownBoost(database.primary(), account, id)
        .map(found -> found.orElseThrow(Failure::notFound))
        .compose(boost -> fragments.load(List.of(boost)).map(loaded -> loaded.get(boost.id())))
        .map(
            view -> {
              if (view == null) {
                throw Failure.notFound();
              }
              return view;
            });
  }

  private static List<StatusStamp> needed(Collection<Seen> seen) {
    List<StatusStamp> needed = new ArrayList<>(seen.size());
    for (Seen one : seen) {
      needed.addAll(one.stamps());
    }
    return needed;
  }

  /** What was loaded of some posts. */
  private final class Page {
    private final Map<Long, Seen> seen;
    private final Map<Long, StatusView> fragments;

    Page(List<Seen> seen, Map<Long, StatusView> fragments) {
      this.seen = HashMap.newHashMap(seen.size());
      this.fragments = fragments;
      seen.forEach(one -> this.seen.put(one.id(), one));
    }

    List<StatusView> views(List<Long> order, @Nullable Long viewer, ViewerFilters filters) {
      String self = String.valueOf(viewer);
      List<StatusView> views = new ArrayList<>(seen.size());
      for (Long id : order) {
        Seen one = seen.get(id);
        StatusView view = one == null ? null : view(one, fragments, self, filters);
        if (view != null) {
          views.add(view);
        }
      }
      return views;
    }
  }

  /**
   * One of the posts that were loaded, as a viewer sees it. A boost matches by what it boosts.
   *
   * @param self the viewer's id
   * @return null where the post went between the two queries
   */
  @Nullable StatusView view(
      Seen one, Map<Long, StatusView> fragments, String self, ViewerFilters filters) {
    StatusView shown = fragments.get(one.id());
    StatusStamp boosted = one.boosted();
    StatusView post = boosted == null ? shown : fragments.get(boosted.id());
    if (shown == null || post == null) {
      return null;
    }
    StatusView.Own own = one.own();
    if (own != null && !filters.isEmpty() && !post.account().id().equals(self)) {
      own = own.filteredBy(match(filters, shown.id(), post));
    }
    return boosted == null ? post.seenBy(own) : post.seenBy(own).boostedIn(shown, own);
  }

  private List<FilterResultView> match(ViewerFilters filters, String id, StatusView post) {
    List<String> texts = new ArrayList<>();
    texts.add(post.body().spoilerText());
    texts.add(post.body().contentText());
    for (MediaView media : post.body().mediaAttachments()) {
      String description = media.description();
      if (description != null) {
        texts.add(description);
      }
    }
    post.body().tags().forEach(tag -> texts.add("#" + tag.name()));
    return filters.match(List.of(id, post.id()), texts, clock.instant());
  }
}
