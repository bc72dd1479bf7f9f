package org.flashcrowd.bench.run;

import java.util.Arrays;

/**
 * What one program came to as a part of another. Both were measured next to each other in each
 * round, so that a machine whose speed changes from minute to minute changes little of it.
 *
 * @param median of the rounds
 * @param least of any round
 * @param most of any round
 */
public record Share(double median, double least, double most) {
  static Share of(double... rounds) {
    return new Share(
        Sample.median(rounds),
        Arrays.stream(rounds).min().orElse(0),
        Arrays.stream(rounds).max().orElse(0));
  }
}
