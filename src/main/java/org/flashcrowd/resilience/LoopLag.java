package org.flashcrowd.resilience;

/**
 * How late an event loop is, by a tick that it should have at a fixed pace: the mean wait of an
 * event that comes at any moment, and so also that of a request in the socket, of which we could
 * not know otherwise. Confined to the loop.
 */
final class LoopLag {
  private final long paceNanos;
  private long due;
  private long lateNanos;
  private int ticks;

  LoopLag(long paceNanos, long nowNanos) {
    this.paceNanos = paceNanos;
    this.due = nowNanos + paceNanos;
  }

  void tick(long nowNanos) {
    long late = nowNanos - due;
    if (late < 0) {
      // The timer's own pace drifted: begin again from here.
      due = nowNanos;
      late = 0;
    }
    due += paceNanos;
    lateNanos += late;
    ticks++;
  }

  /** The mean since this was last asked, in milliseconds. */
  double takeMeanMillis() {
    double mean = ticks == 0 ? 0 : lateNanos / 1e6 / ticks;
    lateNanos = 0;
    ticks = 0;
    return mean;
  }
}
