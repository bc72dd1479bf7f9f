package org.flashcrowd.timelines;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Page;
import org.flashcrowd.lists.Lists;
import org.flashcrowd.statuses.StatusView;
import org.flashcrowd.statuses.Statuses;
import org.flashcrowd.text.RichText;
import org.jspecify.annotations.Nullable;

/** Reads timelines: the ids of a page first, then what the viewer may see of them. */
public final class Timelines {
  /**
   * A page.
   *
   * @param ids what the page spans, newest first: its links follow from these, so that a page of
   *     which all is gone or hidden does not end the list
   * @param statuses what of it is shown
   */
  public record TimelinePage(List<Long> ids, List<StatusView> statuses) {}

  private final Database database;
  private final HomeReader home;
  private final Lists lists;
  private final ListTimelines listTimelines;
  private final TimelineRepository repository;
  private final Statuses statuses;

  Timelines(
      Database database,
      HomeReader home,
      Lists lists,
      TimelineRepository repository,
      Statuses statuses) {
    this.database = database;
    this.home = home;
    this.lists = lists;
    this.listTimelines = new ListTimelines(database);
    this.repository = repository;
    this.statuses = statuses;
  }

  /** The reader's home timeline; worked out from posts while the feed is not there yet. */
  Future<TimelinePage> home(long reader, Page page) {
    return home.entries(reader, page).compose(gathered -> show(reader, page, gathered));
  }

  /** The timeline of a list; fails with 404 when it is not the reader's. */
  Future<TimelinePage> ofList(long reader, long list, Page page) {
    return lists
        .get(reader, list)
        .compose(own -> listTimelines.entries(reader, list, page))
        .compose(gathered -> show(reader, page, gathered));
  }

  private Future<TimelinePage> show(long reader, Page page, Gathered gathered) {
    List<FeedEntry> shown = withoutRepeats(gathered.entries());
    List<Long> ids = shown.stream().map(FeedEntry::status).toList();
    List<Long> span = gathered.span(page.upwards());
    boolean boosts = shown.stream().anyMatch(entry -> entry.reblogOf() != null);
    return boosts
        ? statuses.viewsWithBoosts(reader, ids).map(views -> new TimelinePage(span, views))
        : show(reader, span, ids);
  }

  /** Leaves out boosts of what is in the page already: as a post, or by an earlier boost. */
  static List<FeedEntry> withoutRepeats(List<FeedEntry> newestFirst) {
    Set<Long> shown = new HashSet<>();
    newestFirst.stream()
        .filter(entry -> entry.reblogOf() == null)
        .forEach(entry -> shown.add(entry.status()));
    List<FeedEntry> kept = new ArrayList<>(newestFirst.size());
    for (FeedEntry entry : newestFirst.reversed()) {
      if (entry.reblogOf() == null || shown.add(Objects.requireNonNull(entry.reblogOf()))) {
        kept.add(entry);
      }
    }
    return kept.reversed();
  }

  /** What everybody posts in public, answers and boosts apart. */
  public Future<TimelinePage> everybody(@Nullable Long viewer, Page page, boolean onlyMedia) {
    return repository
        .publicPage(database.replica(viewer), page, viewer, onlyMedia)
        .compose(ids -> show(viewer, ids, ids));
  }

  /** Public posts by tag. A tag that nobody used is an empty timeline. */
  public Future<TimelinePage> tagged(@Nullable Long viewer, Page page, TagFilter<String> tags) {
    List<String> names = new ArrayList<>();
    names.addAll(tags.any());
    names.addAll(tags.all());
    names.addAll(tags.none());
    return repository
        .tags(database.replica(viewer), names.stream().map(RichText::tagKey).toList())
        .compose(known -> taggedBy(viewer, page, tags, known))
        .compose(ids -> show(viewer, ids, ids));
  }

  private Future<List<Long>> taggedBy(
      @Nullable Long viewer, Page page, TagFilter<String> tags, Map<String, Long> known) {
    List<Long> all = existing(tags.all(), known);
    List<Long> any = existing(tags.any(), known);
    if (any.isEmpty() || all.size() < tags.all().size()) {
      return Future.succeededFuture(List.of());
    }
    return repository.tagged(
        database.replica(viewer),
        page,
        viewer,
        new TagFilter<>(any, all, existing(tags.none(), known), tags.onlyMedia()));
  }

  private static List<Long> existing(List<String> names, Map<String, Long> known) {
    List<Long> ids = new ArrayList<>(names.size());
    for (String name : names) {
      Long id = known.get(RichText.tagKey(name));
      if (id != null) {
        ids.add(id);
      }
    }
    return ids;
  }

  private Future<TimelinePage> show(@Nullable Long viewer, List<Long> span, List<Long> shown) {
    return statuses.views(viewer, shown).map(views -> new TimelinePage(span, views));
  }
}
