package org.flashcrowd.cache;

import com.github.benmanes.caffeine.cache.Cache;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What is counted about one cache: each key that is asked for counts once, by how it was found. */
final class CacheMeters {
  private final MeterRegistry registry;
  private final String name;
  final Counter local;
  final Counter redis;
  final Counter joined;
  final Counter missed;
  final Counter stale;
  final Counter loaded;
  final Counter failed;

  CacheMeters(MeterRegistry registry, String name) {
    this.registry = registry;
    this.name = name;
    this.local = asked("local");
    this.redis = asked("redis");
    this.joined = asked("joined");
    this.missed = asked("miss");
    this.stale = asked("stale");
    this.loaded = counter("flashcrowd.cache.loads", "Keys that were asked for where they are from");
    this.failed = counter("flashcrowd.cache.errors", "Keys that could not be loaded");
  }

  private Counter asked(String result) {
    return Counter.builder("flashcrowd.cache.requests")
        .description("Keys asked for, by where they were found")
        .tag("cache", name)
        .tag("result", result)
        .register(registry);
  }

  private Counter counter(String meter, String description) {
    return Counter.builder(meter).description(description).tag("cache", name).register(registry);
  }

  /** Tells how much is kept. */
  void watch(Cache<?, ?> cache) {
    Gauge.builder("flashcrowd.cache.entries", cache, Cache::estimatedSize)
        .description("Values in memory")
        .tag("cache", name)
        .register(registry);
    Gauge.builder("flashcrowd.cache.bytes", cache, CacheMeters::bytes)
        .description("About how much memory they take")
        .tag("cache", name)
        .register(registry);
  }

  private static double bytes(Cache<?, ?> cache) {
    return cache.policy().eviction().map(by -> by.weightedSize().orElse(0)).orElse(0L);
  }
}
