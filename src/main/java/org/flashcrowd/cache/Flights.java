package org.flashcrowd.cache;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The loads that are under way: whoever wants what is being loaded already waits for that
 * (single-flight).
 */
final class Flights<K, V> {
  private static final long LOAD_SECONDS = 10;

  /** Where flights go. Whatever was told to forget a key is not told what its flight brings. */
  interface Airport<K, V> {
    /** What is there already; null for nothing. */
    @Nullable V known(K key);

    /**
     * @param value null for what does not exist
     */
    void landed(K key, @Nullable V value);

    void crashed(K key, Throwable failure);
  }

  private final Airport<K, V> airport;
  private final CacheMeters meters;
  private final ConcurrentMap<K, Promise<Optional<V>>> flights = new ConcurrentHashMap<>();

  Flights(Airport<K, V> airport, CacheMeters meters) {
    this.airport = airport;
    this.meters = meters;
  }

  /**
   * The values of these keys: joins the loads that are under way, and starts one for the rest.
   * Fails when one of them does.
   */
  Future<Map<K, V>> obtain(Collection<K> keys, Loader<K, V> loader) {
    Map<K, Future<Optional<V>>> all = LinkedHashMap.newLinkedHashMap(keys.size());
    Map<K, Promise<Optional<V>>> own = new LinkedHashMap<>();
    for (K key : keys) {
      Promise<Optional<V>> mine = Promise.promise();
      Promise<Optional<V>> first = flights.putIfAbsent(key, mine);
      all.put(key, first == null ? mine.future() : first.future());
      if (first != null) {
        meters.joined.increment();
      } else if (!landedMeanwhile(key, mine)) {
        own.put(key, mine);
      }
    }
    if (!own.isEmpty()) {
      meters.missed.increment(own.size());
      start(own, loader);
    }
    return Future.all(List.copyOf(all.values())).map(done -> values(all));
  }

  boolean isUnderWay(K key) {
    return flights.containsKey(key);
  }

  /** Between the caller's look and the take-off somebody else may have landed. */
  private boolean landedMeanwhile(K key, Promise<Optional<V>> mine) {
    V known = airport.known(key);
    if (known == null) {
      return false;
    }
    flights.remove(key, mine);
    mine.complete(Optional.of(known));
    return true;
  }

  private Map<K, V> values(Map<K, Future<Optional<V>>> all) {
    Map<K, V> values = HashMap.newHashMap(all.size());
    all.forEach((key, future) -> future.result().ifPresent(value -> values.put(key, value)));
    return values;
  }

  private void start(Map<K, Promise<Optional<V>>> own, Loader<K, V> loader) {
    Future<Map<K, V>> loading;
    try {
      loading = loader.load(own.keySet());
    } catch (RuntimeException broken) {
      loading = Future.failedFuture(broken);
    }
    loading
        .timeout(LOAD_SECONDS, TimeUnit.SECONDS)
        .onSuccess(loaded -> own.forEach((key, flight) -> land(key, flight, loaded.get(key))))
        .onFailure(failure -> own.forEach((key, flight) -> crash(key, flight, failure)));
  }

  private void land(K key, Promise<Optional<V>> flight, @Nullable V value) {
    // In one step with the look whether it was told to forget, which comes before or after both.
    flights.computeIfPresent(
        key,
        (same, current) -> {
          if (current != flight) {
            return current;
          }
          airport.landed(key, value);
          return null;
        });
    flight.complete(Optional.ofNullable(value));
  }

  private void crash(K key, Promise<Optional<V>> flight, Throwable failure) {
    meters.failed.increment();
    if (flights.remove(key, flight)) {
      airport.crashed(key, failure);
    }
    flight.fail(failure);
  }

  /** What is being loaded of this key was read too early. */
  void forget(K key) {
    flights.remove(key);
  }

  /** What is being loaded was read too early. */
  void forgetAll() {
    flights.clear();
  }
}
