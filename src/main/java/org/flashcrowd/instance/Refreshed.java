package org.flashcrowd.instance;

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

/**
 * One thing that costs to find out and may be a while old: found out again by one caller, while the
 * others get what was known before.
 */
final class Refreshed<T> {
  private static final int SHARE = 1;
  private static final int BYTES = 4_000;

  /** There is only one. */
  private record Key() implements CacheKey.Shared {}

  private final Supplier<Future<T>> source;
  private final Cached<Key, T> cached;

  Refreshed(Caches caches, CacheDefinition definition, Supplier<Future<T>> source) {
    this.source = source;
    this.cached = caches.local(definition, value -> BYTES);
  }

  static CacheDefinition definition(String name, Duration fresh, String what, String cold) {
    return new CacheDefinition(
        name,
        Audience.EVERYBODY,
        new Lifetime(fresh, fresh, Duration.ofDays(1)),
        SHARE,
        false,
        new CacheDefinition.Row(
            what,
            "none, there is one",
            "none: it may be so old",
            cold,
            "nothing changes: each node has its own"));
  }

  /** Fails only where it was not found out for a day. */
  Future<T> get() {
    return cached.get(new Key(), source).map(Kept::value);
  }
}
