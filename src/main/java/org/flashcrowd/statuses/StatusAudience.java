package org.flashcrowd.statuses;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flashcrowd.db.Database;
import org.flashcrowd.filters.FilterCache;
import org.flashcrowd.filters.ViewerFilters;
import org.flashcrowd.statuses.AudienceRepository.SeenBy;

/**
 * Shows one post to many at once, as it has just happened. What is the same for all of them is
 * kept; what is each one's own, their right to see it included, takes one statement for 500 of
 * them.
 */
public final class StatusAudience {
  /** Where the post is about to appear: each place has its rule, the one it has in REST. */
  public enum Place {
    /** The public timelines and those of tags. */
    PUBLIC,
    /** Somebody's home. */
    HOME,
    /** One of somebody's lists. */
    LIST
  }

  /**
   * Somebody who looks.
   *
   * @param list which of their lists, for {@link Place#LIST}; 0 elsewhere
   */
  public record Viewer(long account, long list) {
    public static Viewer of(long account) {
      return new Viewer(account, 0);
    }
  }

  private static final int AT_ONCE = 500;
  private static final int FILTERS_AT_ONCE = 100;

  private final Database database;
  private final AudienceRepository repository;
  private final FragmentSource fragments;
  private final StatusReader reader;
  private final FilterCache filters;

  StatusAudience(
      Database database, FragmentSource fragments, StatusReader reader, FilterCache filters) {
    this.database = database;
    this.repository = new AudienceRepository();
    this.fragments = fragments;
    this.reader = reader;
    this.filters = filters;
  }

  /** The post as each viewer may see it; those to whom it is not to be shown there are left out. */
  public Future<Map<Viewer, StatusView>> show(long status, Place place, List<Viewer> viewers) {
    List<Future<List<SeenBy>>> parts = new ArrayList<>();
    for (int at = 0; at < viewers.size(); at += AT_ONCE) {
      List<Viewer> part = viewers.subList(at, Math.min(viewers.size(), at + AT_ONCE));
      parts.add(repository.seen(database.primary(), place, status, part));
    }
    return Future.all(parts)
        .map(done -> parts.stream().flatMap(part -> part.result().stream()).toList())
        .compose(this::combine);
  }

  private Future<Map<Viewer, StatusView>> combine(List<SeenBy> seen) {
    if (seen.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    Future<Map<Long, StatusView>> parts = fragments.load(seen.getFirst().seen().stamps());
    return filtering(seen, new ArrayList<>(seen.size()))
        .compose(filtering -> parts.map(loaded -> combine(seen, loaded, filtering)));
  }

  /** Most are in memory; of those that are not, a few at a time are loaded. */
  private Future<List<ViewerFilters>> filtering(List<SeenBy> seen, List<ViewerFilters> known) {
    if (known.size() == seen.size()) {
      return Future.succeededFuture(known);
    }
    List<SeenBy> next =
        seen.subList(known.size(), Math.min(seen.size(), known.size() + FILTERS_AT_ONCE));
    return Future.all(next.stream().map(one -> filters.of(one.viewer().account())).toList())
        .compose(
            loaded -> {
              known.addAll(loaded.list());
              return filtering(seen, known);
            });
  }

  /** Makes ready for somebody who is about to look, so that the first event need not wait. */
  public void expect(long account) {
    filters.of(account);
  }

  private Map<Viewer, StatusView> combine(
      List<SeenBy> seen, Map<Long, StatusView> fragments, List<ViewerFilters> filtering) {
    Map<Viewer, StatusView> views = HashMap.newHashMap(seen.size());
    for (int i = 0; i < seen.size(); i++) {
      SeenBy one = seen.get(i);
      String self = Long.toString(one.viewer().account());
      StatusView view = reader.view(one.seen(), fragments, self, filtering.get(i));
      if (view != null) {
        views.put(one.viewer(), view);
      }
    }
    return views;
  }
}
