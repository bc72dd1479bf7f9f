package org.flashcrowd.timelines;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Page;
import org.flashcrowd.jobs.Jobs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what a page of a home timeline holds: the stored feed, together with the posts of authors
 * and with tags that are pulled; everything pulled while the feed is not there yet.
 */
final class HomeReader {
  private static final Logger LOG = LoggerFactory.getLogger(HomeReader.class);
  private static final Duration ASKED_AGAIN = Duration.ofSeconds(10);
  private static final long ASKED_REMEMBERED = 10_000;

  private final Database database;
  private final Jobs jobs;
  private final HomeFeeds feeds;
  private final FeedMeters meters;
  // Readers whose feed this node has asked to be rebuilt or kept; asking twice is merely wasteful.
  private final Cache<Long, Boolean> asked =
      Caffeine.newBuilder().maximumSize(ASKED_REMEMBERED).expireAfterWrite(ASKED_AGAIN).build();

  HomeReader(Database database, Jobs jobs, HomeFeeds feeds, FeedMeters meters) {
    this.database = database;
    this.jobs = jobs;
    this.feeds = feeds;
    this.meters = meters;
  }

  /** The page's entries. */
  Future<Gathered> entries(long reader, Page page) {
    return feeds.read(reader, page).compose(slice -> complete(reader, page, slice));
  }

  private Future<Gathered> complete(long reader, Page page, FeedSlice slice) {
    meters.pulled(slice.pulled().size());
    if (!slice.kept()) {
      once(reader, () -> jobs.enqueue(database.primary(), FeedJobs.rebuild(reader)));
      return feeds.gather(reader, page);
    }
    if (slice.fading()) {
      once(reader, () -> feeds.extend(reader));
    }
    return slice.pulls()
        ? feeds
            .gather(reader, slice.pulled(), slice.pulledTags(), within(page, slice.entries()))
            .map(pulled -> Gathered.of(merge(page, slice.entries(), pulled)))
        : Future.succeededFuture(Gathered.of(slice.entries()));
  }

  /** The reader does not wait for it; if it fails, the next read asks again. */
  private void once(long reader, Supplier<Future<Void>> task) {
    if (asked.asMap().putIfAbsent(reader, true) == null) {
      task.get()
          .onFailure(
              failure -> {
                asked.invalidate(reader);
                LOG.warn("the feed of {} is not looked after: {}", reader, failure.getMessage());
              });
    }
  }

  /** A full page needs nothing from beyond its last entry. */
  static Page within(Page page, List<FeedEntry> entries) {
    if (entries.size() < page.limit()) {
      return page;
    }
    return page.upwards()
        ? new Page(entries.getFirst().status(), page.after(), true, page.limit())
        : new Page(page.before(), entries.getLast().status(), false, page.limit());
  }

  /** Posts from both sides in one page: an author's older posts may be in both. */
  static List<FeedEntry> merge(Page page, List<FeedEntry> stored, List<FeedEntry> pulled) {
    Map<Long, FeedEntry> byId = new TreeMap<>();
    stored.forEach(entry -> byId.put(entry.status(), entry));
    pulled.forEach(entry -> byId.put(entry.status(), entry));
    List<FeedEntry> ascending = new ArrayList<>(byId.values());
    List<FeedEntry> kept =
        page.upwards()
            ? ascending.subList(0, Math.min(page.limit(), ascending.size()))
            : ascending.subList(Math.max(0, ascending.size() - page.limit()), ascending.size());
    return kept.reversed();
  }
}
