package org.flashcrowd.resilience;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;

/** Counts in this process alone: nothing to wait for, nothing to lose. */
public final class LocalRateLimiter implements RateLimiter {
  // The least lately seen subjects are forgotten beyond this, about 20 MB.
  private static final long SUBJECTS = 200_000;
  private static final Duration IDLE = Duration.ofHours(2);

  private record Key(RateLimit limit, String subject) {}

  private final InstantSource clock;
  private final Cache<Key, SlidingWindow> windows =
      Caffeine.newBuilder().maximumSize(SUBJECTS).expireAfterAccess(IDLE).build();

  public LocalRateLimiter(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Future<Verdict> take(RateLimit limit, String subject) {
    return Future.succeededFuture(window(limit, subject).take(clock.millis()));
  }

  /** Takes back an attempt that was counted and then refused elsewhere. */
  void giveBack(RateLimit limit, String subject) {
    window(limit, subject).giveBack();
  }

  SlidingWindow window(RateLimit limit, String subject) {
    return windows.get(new Key(limit, subject), key -> new SlidingWindow(key.limit()));
  }
}
