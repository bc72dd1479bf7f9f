package org.flashcrowd.cache;

import java.time.Duration;

/**
 * What one cache keeps, for whom and for how long; a row of the table in {@code docs/caching.md}.
 *
 * @param name in meters, and in Redis
 * @param share of the memory for caches, in per cent
 * @param shared whether nodes share it by way of Redis
 */
public record CacheDefinition(
    String name, Audience audience, Lifetime lifetime, int share, boolean shared, Row row) {
  /** For whom a value is. */
  public enum Audience {
    EVERYBODY,
    /** One viewer; the key names them. */
    VIEWER
  }

  /**
   * How long a value is good for. Nodes and keys do not all run out at once: each time is cut by up
   * to a tenth, at random.
   *
   * @param fresh how long it is given out without a question
   * @param grace how much longer it is given out while one caller loads it anew
   * @param maxStale how much longer, counted from when it ceased to be fresh, it is given out when
   *     it cannot be loaded
   */
  public record Lifetime(Duration fresh, Duration grace, Duration maxStale) {
    /** Not a moment longer. */
    public static Lifetime of(Duration fresh) {
      return new Lifetime(fresh, Duration.ZERO, Duration.ZERO);
    }
  }

  /** What the documentation says of it. */
  public record Row(String what, String key, String invalidation, String cold, String noRedis) {}
}
