package org.flashcrowd.resilience;

/**
 * How many requests an event loop works on at once: more while they are answered in time and others
 * would like to, fewer when they are not (additive increase, multiplicative decrease). Confined to
 * one thread.
 *
 * <p>It follows what is promised, the time of an answer and the lag of the loop, and not a ratio of
 * times: those of our routes lie a hundredfold apart, and a mixture that changes is no queue
 * (docs/decisions/0009-surge.md).
 */
final class AdaptiveLimit {
  private static final double DECREASE = 0.9;
  private static final double INCREASE = 0.1;
  // Of the answers that one period sees.
  private static final double MOST_LATE = 0.1;

  private final int first;
  private final int least;
  private final int most;
  private final long targetNanos;
  private final double targetLagMillis;
  private double limit;
  private boolean lagged;
  private int answers;
  private int late;
  private int busiest;
  private boolean pressed;

  AdaptiveLimit(int least, int most, int first, long targetNanos, double targetLagMillis) {
    this.least = least;
    this.most = Math.max(least, most);
    this.targetNanos = targetNanos;
    this.targetLagMillis = targetLagMillis;
    this.first = Math.clamp(first, least, this.most);
    this.limit = this.first;
  }

  int limit() {
    return (int) limit;
  }

  /** One request was answered, so long after it was let in. */
  void answered(long nanos) {
    answers++;
    if (nanos > targetNanos) {
      late++;
    }
  }

  /** So many are let in now. */
  void busy(int inFlight) {
    busiest = Math.max(busiest, inFlight);
  }

  /** The most that were let in at once in this period. */
  int busiest() {
    return busiest;
  }

  /** Somebody was not let in at once. */
  void pressed() {
    pressed = true;
  }

  /** Ends a period: to be called every tenth of a second or so. */
  void adjust(double lagMillis) {
    // One long pause is the machine's, or the compiler's: fewer requests would not have spared it.
    boolean lags = lagMillis > targetLagMillis;
    boolean tooMuch = late > MOST_LATE * answers || (lags && lagged);
    lagged = lags;
    // What few requests suffer from is not cured by letting in fewer.
    if (tooMuch && 2 * busiest >= limit()) {
      limit = Math.max(least, limit * DECREASE);
    } else if (!tooMuch && (pressed || limit < first)) {
      // Calm has the room it began with: a pause of a moment would otherwise refuse those for whom
      // a crowd left little, long after it has gone.
      double more = limit + Math.max(1, limit * INCREASE);
      limit = Math.min(pressed ? most : first, more);
    }
    answers = 0;
    late = 0;
    busiest = 0;
    pressed = false;
  }
}
