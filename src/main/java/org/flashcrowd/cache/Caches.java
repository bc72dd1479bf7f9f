package org.flashcrowd.cache;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.vertx.core.Vertx;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.flashcrowd.cache.CacheDefinition.Audience;
import org.flashcrowd.config.CacheSettings;
import org.flashcrowd.resilience.Breakers;
import org.jspecify.annotations.Nullable;

/** Makes the caches of a node: all that is kept anywhere is kept by {@link Cached}. */
public final class Caches {
  /**
   * What the caches of a node share.
   *
   * @param memory in bytes, for all of them
   * @param staleIsFine whether old values are to be given out rather than loaded anew
   * @param clock monotonic, in nanoseconds
   */
  record Ground(
      MeterRegistry meters,
      long memory,
      BooleanSupplier staleIsFine,
      LongSupplier clock,
      @Nullable RedisLevel redis) {
    long now() {
      return clock.getAsLong();
    }
  }

  private static final long ALONE = 4L << 20;

  private final Ground ground;

  Caches(Ground ground) {
    this.ground = ground;
  }

  /**
   * @param staleIsFine whether, at the moment, old values are better than more work
   */
  public static Caches open(
      Vertx vertx,
      RedisConnections redis,
      Breakers breakers,
      CacheSettings settings,
      MeterRegistry meters,
      BooleanSupplier staleIsFine) {
    return new Caches(
        new Ground(
            meters,
            settings.memory(),
            staleIsFine,
            System::nanoTime,
            settings.shared() ? new RedisLevel(vertx, redis, breakers) : null));
  }

  /** Small ones without meters and without Redis, for a task that is no node. */
  public static Caches alone() {
    return new Caches(
        new Ground(new CompositeMeterRegistry(), ALONE, () -> false, System::nanoTime, null));
  }

  /** A cache of what is the same for everybody, on this node. */
  public <K extends CacheKey.Shared, V> Cached<K, V> local(
      CacheDefinition definition, Cached.Weight<V> weight) {
    return local(definition, weight, value -> true, failure -> true);
  }

  /**
   * The same.
   *
   * @param lasting whether a value is to be kept at all
   * @param outage whether a failed load says nothing about the value: an old one is then still good
   */
  public <K extends CacheKey.Shared, V> Cached<K, V> local(
      CacheDefinition definition,
      Cached.Weight<V> weight,
      Predicate<V> lasting,
      Predicate<Throwable> outage) {
    check(definition, Audience.EVERYBODY, /* shared= */ false);
    return new Cached<>(definition, ground, new Cached.Traits<>(weight, lasting, outage), null);
  }

  /** A cache of what depends on who is looking, on this node. */
  public <K extends CacheKey.OfViewer, V> Cached<K, V> ofViewer(
      CacheDefinition definition, Cached.Weight<V> weight) {
    check(definition, Audience.VIEWER, /* shared= */ false);
    return new Cached<>(
        definition, ground, new Cached.Traits<>(weight, value -> true, failure -> true), null);
  }

  /** A cache of what never changes, on this node and in Redis. */
  public <K extends CacheKey.Versioned, V> Cached<K, V> shared(
      CacheDefinition definition, Cached.Weight<V> weight, Predicate<V> lasting, Codec<V> codec) {
    check(definition, Audience.EVERYBODY, /* shared= */ true);
    RedisLevel redis = ground.redis();
    SharedValues<K, V> behind =
        redis == null ? null : new SharedValues<>(redis, definition, codec, lasting);
    return new Cached<>(
        definition, ground, new Cached.Traits<>(weight, lasting, failure -> true), behind);
  }

  private static void check(CacheDefinition definition, Audience audience, boolean shared) {
    if (definition.audience() != audience || definition.shared() != shared) {
      throw new IllegalArgumentException(definition.name() + " is defined as something else");
    }
  }
}
