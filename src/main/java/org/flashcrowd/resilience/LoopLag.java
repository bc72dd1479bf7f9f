package org.flashcrowd.resilience;

/**
 * How late an event loop is, by a tick that it should have at a fixed pace: the mean wait of an
 * event that comes at any moment, and so also that of a request in the socket, of which we could
 * not know otherwise. Confined to the loop.
 */
final class LoopLag {
  private final long paceNanos;
  private boolean ticking;
  private long due;
  private long lateNanos;
  private int ticks;

  LoopLag(long paceNanos) {
    this.paceNanos = paceNanos;
  }

  void tick(long nowNanos) {
    long late = nowNanos - due;
    // Nobody but the timer knows when it began: by its first tick, and by each one that comes
    // earlier than those before it let expect.
    if (!ticking || late < 0) {
      ticking = true;
      due = nowNanos;
      late = 0;
    }
    due += paceNanos;
    lateNanos += late;
    ticks++;
  }

  /** How late the next tick is already; negative while it is not due. */
  long lateNanos(long nowNanos) {
    return ticking ? nowNanos - due : 0;
  }

  /** The mean since this was last asked, in milliseconds. */
  double takeMeanMillis() {
    double mean = ticks == 0 ? 0 : lateNanos / 1e6 / ticks;
    lateNanos = 0;
    ticks = 0;
    return mean;
  }
}
