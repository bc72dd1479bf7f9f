package org.flashcrowd.filters;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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
  private static final String CHANNEL = "filter";
  // In units of about 100 bytes: some 30 MB.
  private static final long WEIGHT = 300_000;
  private static final Duration KEPT = Duration.ofMinutes(30);

  private final Vertx vertx;
  private final Database database;
  private final AsyncCache<Long, ViewerFilters> cache =
      Caffeine.newBuilder()
          .maximumWeight(WEIGHT)
          .weigher((Long viewer, ViewerFilters filters) -> filters.weight())
          .expireAfterAccess(KEPT)
          .buildAsync();

  public FilterCache(Vertx vertx, Database database) {
    this.vertx = vertx;
    this.database = database;
  }

  void listen(Channels channels) {
    channels.listen(CHANNEL, account -> forget(Long.parseLong(account)));
    channels.onGap(CHANNEL, () -> cache.synchronous().invalidateAll());
  }

  void forget(long account) {
    cache.synchronous().invalidate(account);
  }

  /** The filters of a viewer; null is somebody not signed in. */
  public Future<ViewerFilters> of(@Nullable Long viewer) {
    if (viewer == null) {
      return Future.succeededFuture(ViewerFilters.NONE);
    }
    CompletableFuture<ViewerFilters> found =
        cache.get(viewer, (account, executor) -> load(account));
    return found.isDone() && !found.isCompletedExceptionally()
        ? Future.succeededFuture(found.join())
        : Future.fromCompletionStage(found, vertx.getOrCreateContext());
  }

  private CompletableFuture<ViewerFilters> load(long viewer) {
    return FilterRepository.active(database.primary(), viewer)
        .map(filters -> filters.isEmpty() ? ViewerFilters.NONE : new ViewerFilters(filters))
        .toCompletionStage()
        .toCompletableFuture();
  }
}
