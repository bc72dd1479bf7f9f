package org.flashcrowd.cache;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One cache's part of {@link RedisLevel}: what another node has loaded is taken from there, and
 * what several want at once is loaded by one of them, while the others wait a moment for it.
 */
final class SharedValues<K extends CacheKey.Versioned, V> {
  private static final Logger LOG = LoggerFactory.getLogger(SharedValues.class);
  private static final Duration CLAIM = Duration.ofSeconds(1);
  private static final int LOOKS = 4;
  private static final long LOOK_MILLIS = 25;

  private final RedisLevel redis;
  private final CacheDefinition definition;
  private final Codec<V> codec;
  private final Predicate<V> lasting;

  /**
   * @param lasting whether a value is to be kept
   */
  SharedValues(RedisLevel redis, CacheDefinition definition, Codec<V> codec, Predicate<V> lasting) {
    this.redis = redis;
    this.definition = definition;
    this.codec = codec;
    this.lasting = lasting;
  }

  /** The values of keys: from Redis what is there, the rest from {@code loader}. */
  Future<Map<K, V>> get(Collection<K> keys, Loader<K, V> loader, CacheMeters meters) {
    return find(keys)
        .compose(
            found -> {
              meters.redis.increment(found.size());
              List<K> missing = without(keys, found);
              return missing.isEmpty()
                  ? Future.succeededFuture(found)
                  : loadOnce(missing, loader).map(loaded -> merged(found, loaded));
            });
  }

  private Future<Map<K, V>> find(Collection<K> keys) {
    List<K> order = List.copyOf(keys);
    return redis
        .get(order.stream().map(this::name).toList())
        .map(
            values -> {
              Map<K, V> found = HashMap.newHashMap(order.size());
              for (int i = 0; i < order.size(); i++) {
                Buffer value = values.get(i);
                if (value != null) {
                  decode(order.get(i), value, found);
                }
              }
              return found;
            });
  }

  private void decode(K key, Buffer value, Map<K, V> into) {
    try {
      into.put(key, codec.decode(value));
    } catch (RuntimeException unreadable) {
      LOG.warn("{} {} of Redis is not readable", definition.name(), key, unreadable);
    }
  }

  private String name(K key) {
    return definition.name() + ":" + codec.space() + ":" + key.text();
  }

  private Future<Map<K, V>> loadOnce(List<K> keys, Loader<K, V> loader) {
    List<Future<Boolean>> claims = keys.stream().map(key -> redis.claim(name(key), CLAIM)).toList();
    return Future.all(claims)
        .compose(
            claimed -> {
              List<K> mine = new ArrayList<>(keys.size());
              List<K> others = new ArrayList<>(0);
              for (int i = 0; i < keys.size(); i++) {
                (claims.get(i).result() ? mine : others).add(keys.get(i));
              }
              Future<Map<K, V>> loading = load(mine, loader);
              Future<Map<K, V>> waiting = wait(others, loader, LOOKS);
              return Future.all(loading, waiting)
                  .map(both -> merged(loading.result(), waiting.result()));
            });
  }

  private Future<Map<K, V>> load(List<K> keys, Loader<K, V> loader) {
    return keys.isEmpty()
        ? Future.succeededFuture(Map.of())
        : loader.load(keys).onSuccess(this::share);
  }

  private void share(Map<K, V> loaded) {
    loaded.forEach(
        (key, value) -> {
          if (lasting.test(value)) {
            redis.put(
                name(key), codec.encode(value), Entry.jittered(definition.lifetime().fresh()));
          }
        });
  }

  /** Looks for what another node is loading; loads it all the same if that takes too long. */
  private Future<Map<K, V>> wait(List<K> keys, Loader<K, V> loader, int looks) {
    if (keys.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    if (looks == 0) {
      return load(keys, loader);
    }
    long pause = LOOK_MILLIS / 2 + ThreadLocalRandom.current().nextLong(LOOK_MILLIS);
    return redis
        .pause(pause)
        .compose(due -> find(keys))
        .compose(
            found ->
                wait(without(keys, found), loader, looks - 1).map(later -> merged(found, later)));
  }

  private List<K> without(Collection<K> keys, Map<K, V> found) {
    return keys.stream().filter(key -> !found.containsKey(key)).toList();
  }

  private Map<K, V> merged(Map<K, V> some, Map<K, V> others) {
    Map<K, V> all = new HashMap<>(some);
    all.putAll(others);
    return all;
  }
}
