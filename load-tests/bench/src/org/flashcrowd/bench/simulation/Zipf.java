package org.flashcrowd.bench.simulation;

import java.util.SplittableRandom;

/** Draws places 0 … size - 1 as attention is shared out: place n about as often as 1 / (n + 1). */
final class Zipf {
  private final double logOfSize;
  private final int size;

  Zipf(int size) {
    this.size = size;
    this.logOfSize = Math.log(size + 1.0);
  }

  int draw(SplittableRandom random) {
    int place = (int) Math.exp(random.nextDouble() * logOfSize) - 1;
    return Math.clamp(place, 0, size - 1);
  }

  /** What share of all draws falls on the first {@code places}. */
  double share(int places) {
    return Math.log(places + 1.0) / logOfSize;
  }
}
