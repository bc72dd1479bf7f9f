package org.flashcrowd.db;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.time.Duration;

/** The accounts that have written through this node. */
public final class NodeWrites implements RecentWrites {
  private static final int MOST = 100_000;

  private final Cache<Long, Long> written;

  /**
   * @param maxLag no replica that is read from lags by more than this
   */
  public NodeWrites(Duration maxLag) {
    this.written =
        Caffeine.newBuilder()
            .expireAfterWrite(RecentWrites.kept(maxLag))
            .maximumSize(MOST)
            .executor(Runnable::run)
            .build();
  }

  @Override
  public Future<Void> remember(long account) {
    written.put(account, System.nanoTime());
    return Future.succeededFuture();
  }

  @Override
  public Future<Boolean> unseen(long account, long replayed) {
    Long last = written.getIfPresent(account);
    return Future.succeededFuture(last != null && last - replayed >= 0);
  }
}
