package org.flashcrowd.seed;

import java.util.SplittableRandom;

/**
 * Draws ranks as attention is shared out: rank r about as often as 1 / r, so a few get most of it
 * (Zipf's law). Drawn from the inverse of the continuous distribution, in constant time.
 */
final class HeavyTail {
  private final double logOfSize;
  private final int size;

  /** Of ranks 0 to {@code size} - 1. */
  HeavyTail(int size) {
    this.size = size;
    this.logOfSize = Math.log(size + 1.0);
  }

  int draw(SplittableRandom random) {
    int rank = (int) Math.exp(random.nextDouble() * logOfSize) - 1;
    return Math.clamp(rank, 0, size - 1);
  }
}
