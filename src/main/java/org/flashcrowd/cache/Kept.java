package org.flashcrowd.cache;

import java.time.Duration;

/**
 * A value, and whether it should be newer.
 *
 * @param staleFor since when it is not fresh any more; zero for a fresh one
 */
public record Kept<V>(V value, Duration staleFor) {
  static <V> Kept<V> fresh(V value) {
    return new Kept<>(value, Duration.ZERO);
  }

  public boolean stale() {
    return !staleFor.isZero();
  }
}
