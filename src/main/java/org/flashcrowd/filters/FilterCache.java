package org.flashcrowd.filters;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;
import org.flashcrowd.cache.CacheDefinition;
import org.flashcrowd.cache.CacheDefinition.Audience;
import org.flashcrowd.cache.CacheDefinition.Lifetime;
import org.flashcrowd.cache.CacheKey;
import org.flashcrowd.cache.Cached;
import org.flashcrowd.cache.Caches;
import org.flashcrowd.cache.Kept;
import org.flashcrowd.db.Channels;
import org.flashcrowd.db.Database;
import org.jspecify.annotations.Nullable;

/**
 * The filters of whoever was here lately, ready to match: most pages are read by somebody whose
 * filters, or whose having none, are known already.
 *
 * <p>A change is heard of from PostgreSQL as it commits, on whichever node it was made; after a gap
 * in the notifications everything is forgotten.
 */
public final class FilterCache {
  /** How they are kept. */
  public static final CacheDefinition DEFINITION =
      new CacheDefinition(
          "filters",
          Audience.VIEWER,
          Lifetime.of(Duration.ofMinutes(30)),
          10,
          false,
          new CacheDefinition.Row(
              "The filters of a viewer, ready to match",
              "viewer",
              "`filter`: of whoever changes theirs, as it commits (V12)",
              "one statement for each viewer",
              "nothing changes: each node has its own"));

  private static final String CHANNEL = "filter";
  private static final int UNIT = 100;

  /** Whose. */
  private record Key(long viewer) implements CacheKey.OfViewer {}

  private final Database database;
  private final Cached<Key, ViewerFilters> cached;

  public FilterCache(Database database, Caches caches) {
    this.database = database;
    this.cached = caches.ofViewer(DEFINITION, filters -> UNIT * filters.weight());
  }

  void listen(Channels channels) {
    channels.listen(CHANNEL, account -> forget(Long.parseLong(account)));
    channels.onGap(CHANNEL, cached::forgetAll);
  }

  void forget(long account) {
    cached.forget(new Key(account));
  }

  /** The filters of a viewer; null is somebody not signed in. */
  public Future<ViewerFilters> of(@Nullable Long viewer) {
    if (viewer == null) {
      return Future.succeededFuture(ViewerFilters.NONE);
    }
    Supplier<Future<ViewerFilters>> loading =
        () ->
            FilterRepository.active(database.primary(), viewer)
                .map(found -> found.isEmpty() ? ViewerFilters.NONE : new ViewerFilters(found));
    return cached.get(new Key(viewer), loading).map(Kept::value);
  }
}
