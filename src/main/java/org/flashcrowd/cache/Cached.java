package org.flashcrowd.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Values that are kept: in memory and, for some kinds, behind it in Redis. Made by {@link Caches}.
 *
 * <pre>{@code
 * Future<Map<Key, View>> views = cached.getAll(keys, missing -> repository.load(missing));
 * }</pre>
 *
 * <ul>
 *   <li>However many ask for a key, it is loaded once (single-flight); of many keys, those that
 *       nobody is loading yet are loaded together.
 *   <li>A value that cannot be loaded anew is given out for a while longer, marked as stale; so is
 *       any value while old ones are said to be fine.
 *   <li>What is forgotten is forgotten by loads that are under way too: what they bring was read
 *       before, so it is given to those who waited for it already and not kept.
 * </ul>
 */
public final class Cached<K extends CacheKey, V> {
  // How long somebody who could have an old value waits for a new one.
  private static final long PATIENCE_MILLIS = 250;
  // How long nobody tries again after a load that failed.
  private static final Duration QUIET = Duration.ofSeconds(1);

  private final CacheDefinition definition;
  private final Caches.Ground ground;
  private final CacheMeters meters;
  private final Traits<V> traits;
  private final @Nullable SharedValues<?, V> shared;
  private final Cache<K, Entry<V>> local;
  private final Flights<K, V> flights;

  /**
   * What a cache must know of its values.
   *
   * @param weight about how many bytes one takes in memory
   * @param lasting whether one is to be kept at all
   * @param outage whether a failed load says nothing about the value: an old one is then still good
   */
  record Traits<V>(Weight<V> weight, Predicate<V> lasting, Predicate<Throwable> outage) {}

  /** How much memory a value takes. */
  @FunctionalInterface
  public interface Weight<V> {
    int bytes(V value);
  }

  Cached(
      CacheDefinition definition,
      Caches.Ground ground,
      Traits<V> traits,
      @Nullable SharedValues<?, V> shared) {
    this.definition = definition;
    this.ground = ground;
    this.traits = traits;
    this.shared = shared;
    this.meters = new CacheMeters(ground.meters(), definition.name());
    CacheDefinition.Lifetime lifetime = definition.lifetime();
    this.local =
        Caffeine.newBuilder()
            .maximumWeight(Math.max(1, ground.memory() * definition.share() / 100))
            .weigher((K key, Entry<V> entry) -> traits.weight().bytes(entry.value()))
            .expireAfterWrite(lifetime.fresh().plus(lifetime.grace()).plus(lifetime.maxStale()))
            .ticker(ground.clock()::getAsLong)
            .build();
    this.flights = new Flights<>(new Memory(), meters);
    meters.watch(local);
  }

  /**
   * What can be given out as it is, without anything being loaded for it; null where there is no
   * such value.
   */
  public @Nullable Kept<V> settled(K key) {
    Entry<V> entry = local.getIfPresent(key);
    return entry == null ? null : settled(entry, ground.now());
  }

  private @Nullable Kept<V> settled(Entry<V> entry, long now) {
    if (entry.isFresh(now)) {
      meters.local.increment();
      return entry.kept(now);
    }
    if (!entry.isUsable(now) || !(ground.staleIsFine().getAsBoolean() || entry.isQuiet(now))) {
      return null;
    }
    meters.stale.increment();
    return entry.kept(now);
  }

  /**
   * What can be given out at once; null where the value must be loaded first.
   *
   * @param loader loads the value anew, behind the caller's back, where it is about time
   */
  public @Nullable Kept<V> ready(K key, Supplier<Future<V>> loader) {
    Entry<V> entry = local.getIfPresent(key);
    if (entry == null) {
      return null;
    }
    long now = ground.now();
    Kept<V> settled = settled(entry, now);
    if (settled != null || !entry.isInGrace(now)) {
      return settled;
    }
    obtain(List.of(key), one(key, loader));
    meters.stale.increment();
    return entry.kept(now);
  }

  /** Whether a value is there, or is being loaded for somebody already. */
  public boolean hasAtHand(K key) {
    Entry<V> entry = local.getIfPresent(key);
    return flights.isUnderWay(key)
        || (entry != null
            && (entry.isInGrace(ground.now()) || ground.staleIsFine().getAsBoolean()));
  }

  /** One value; fails as {@code loader} does where there is no old one to give out. */
  public Future<Kept<V>> get(K key, Supplier<Future<V>> loader) {
    Kept<V> ready = ready(key, loader);
    if (ready != null) {
      return Future.succeededFuture(ready);
    }
    Future<V> loaded = obtain(List.of(key), one(key, loader)).map(all -> all.get(key));
    Entry<V> old = local.getIfPresent(key);
    return old == null || !old.isUsable(ground.now())
        ? loaded.map(Kept::fresh)
        : loaded
            .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
            .map(Kept::fresh)
            .recover(failure -> stale(old, failure));
  }

  private Future<Kept<V>> stale(Entry<V> old, Throwable failure) {
    if (!traits.outage().test(failure)) {
      return Future.failedFuture(failure);
    }
    meters.stale.increment();
    return Future.succeededFuture(old.kept(ground.now()));
  }

  private Loader<K, V> one(K key, Supplier<Future<V>> loader) {
    return missing -> loader.get().map(value -> Map.of(key, value));
  }

  /** The values of these keys; those that do not exist are left out. */
  public Future<Map<K, V>> getAll(Collection<K> keys, Loader<K, V> loader) {
    Map<K, V> found = HashMap.newHashMap(keys.size());
    List<K> missing = new ArrayList<>(0);
    long now = ground.now();
    for (K key : keys) {
      Entry<V> entry = local.getIfPresent(key);
      if (entry != null && entry.isFresh(now)) {
        found.put(key, entry.value());
      } else {
        missing.add(key);
      }
    }
    meters.local.increment(found.size());
    if (missing.isEmpty()) {
      return Future.succeededFuture(found);
    }
    return obtain(missing, loader)
        .recover(failure -> staleOnes(missing, failure))
        .map(
            loaded -> {
              found.putAll(loaded);
              return found;
            });
  }

  /** All of them, or the failure. */
  private Future<Map<K, V>> staleOnes(List<K> keys, Throwable failure) {
    Map<K, V> old = HashMap.newHashMap(keys.size());
    long now = ground.now();
    for (K key : keys) {
      Entry<V> entry = local.getIfPresent(key);
      if (entry == null || !entry.isUsable(now) || !traits.outage().test(failure)) {
        return Future.failedFuture(failure);
      }
      old.put(key, entry.value());
    }
    meters.stale.increment(old.size());
    return Future.succeededFuture(old);
  }

  private Future<Map<K, V>> obtain(Collection<K> keys, Loader<K, V> loader) {
    Loader<K, V> counted =
        missing -> {
          meters.loaded.increment(missing.size());
          return loader.load(missing);
        };
    return flights.obtain(
        keys, shared == null ? counted : missing -> throughRedis(missing, counted));
  }

  /** Caches builds what is shared with versioned keys only. */
  @SuppressWarnings({"unchecked", "rawtypes", "NullAway"})
  private Future<Map<K, V>> throughRedis(Collection<K> keys, Loader<K, V> loader) {
    return ((SharedValues) shared).get(keys, loader, meters);
  }

  /** Memory, where loads end. */
  private final class Memory implements Flights.Airport<K, V> {
    @Override
    public @Nullable V known(K key) {
      Entry<V> entry = local.getIfPresent(key);
      return entry != null && entry.isFresh(ground.now()) ? entry.value() : null;
    }

    @Override
    public void landed(K key, @Nullable V value) {
      if (value != null && traits.lasting().test(value)) {
        local.put(key, new Entry<>(value, definition.lifetime(), ground.now()));
      } else {
        local.invalidate(key);
      }
    }

    @Override
    public void crashed(K key, Throwable failure) {
      Entry<V> old = local.getIfPresent(key);
      if (old != null && traits.outage().test(failure)) {
        old.quiet(ground.now() + Entry.jittered(QUIET).toNanos());
      } else if (old != null) {
        local.asMap().remove(key, old);
      }
    }
  }

  /** Forgets a value, on this node. */
  public void forget(K key) {
    flights.forget(key);
    local.invalidate(key);
  }

  /** Forgets the values that are meant, and whatever is being loaded, since that may be too. */
  public void forgetIf(Predicate<V> meant) {
    flights.forgetAll();
    local.asMap().values().removeIf(entry -> meant.test(entry.value()));
  }

  /** Does at once what is done in the background by and by: what is too much goes. */
  void cleanUp() {
    local.cleanUp();
  }

  /** Forgets everything, on this node. */
  public void forgetAll() {
    flights.forgetAll();
    local.invalidateAll();
  }
}
