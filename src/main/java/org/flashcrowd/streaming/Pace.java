package org.flashcrowd.streaming;

import org.flashcrowd.config.Rate;

/** How fast one socket sends us messages: a bucket that fills at an even rate. */
final class Pace {
  private final double perNano;
  private final double most;
  private double left;
  private long at;

  /**
   * @param now by the monotonic clock, in nanoseconds
   */
  Pace(Rate rate, long now) {
    this.most = rate.amount();
    this.perNano = most / rate.per().toNanos();
    this.left = most;
    this.at = now;
  }

  /** Whether one more is within the rate. */
  boolean allows(long now) {
    left = Math.min(most, left + (now - at) * perNano);
    at = now;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
