package org.flashcrowd.cache;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.flashcrowd.cache.CacheDefinition.Lifetime;

/** A value in memory and what may be done with it when; all times are of the monotonic clock. */
final class Entry<V> {
  // A tenth: enough to draw apart what was loaded together.
  private static final double JITTER = 0.1;

  private final V value;
  private final Lifetime lifetime;
  private final long staleSince;
  private volatile long quietUntil;

  Entry(V value, Lifetime lifetime, long now) {
    this.value = value;
    this.lifetime = lifetime;
    this.staleSince = now + jittered(lifetime.fresh()).toNanos();
    this.quietUntil = now;
  }

  /** From nine tenths of it to all of it. */
  static Duration jittered(Duration time) {
    double part = 1 - JITTER * ThreadLocalRandom.current().nextDouble();
    return Duration.ofNanos((long) (time.toNanos() * part));
  }

  V value() {
    return value;
  }

  boolean isFresh(long now) {
    return now - staleSince < 0;
  }

  /** Whether it is given out while somebody loads it anew. */
  boolean isInGrace(long now) {
    return now - staleSince < lifetime.grace().toNanos();
  }

  /** Whether it is better than nothing. */
  boolean isUsable(long now) {
    return now - staleSince < lifetime.grace().plus(lifetime.maxStale()).toNanos();
  }

  /** It could not be loaded a moment ago: for a while nobody is to wait for that again. */
  void quiet(long until) {
    quietUntil = until;
  }

  boolean isQuiet(long now) {
    return now - quietUntil < 0;
  }

  Kept<V> kept(long now) {
    return isFresh(now)
        ? Kept.fresh(value)
        : new Kept<>(value, Duration.ofNanos(Math.max(1, now - staleSince)));
  }
}
