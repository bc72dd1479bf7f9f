package org.flashcrowd.resilience;

import java.util.concurrent.TimeUnit;

/**
 * Tells whether those who come now have waited in their sockets for as long as anybody may wait:
 * whether the loop is late, was late at its turn before, and had no room for somebody then. One
 * pause alone is the machine's, and nobody is refused for it. Confined to the loop.
 */
final class Backlog {
  // Also where nobody is to wait at all.
  private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

  private final LoopLag lag;
  private final long patience;
  private boolean crowded;
  private boolean here;

  /**
   * @param maxWaitNanos how long a request may wait to be let in
   */
  Backlog(LoopLag lag, long maxWaitNanos) {
    this.lag = lag;
    this.patience = Math.max(maxWaitNanos, LEAST_NANOS);
  }

  /**
   * Ends a turn of the loop.
   *
   * @param lateNanos how late it was
   * @param pressed whether there was no room for somebody
   */
  void turned(long lateNanos, boolean pressed) {
    crowded = pressed && lateNanos >= patience;
  }

  void look(long nowNanos) {
    here = crowded && lag.lateNanos(nowNanos) >= patience;
  }

  /** As of when it was last looked. */
  boolean isHere() {
    return here;
  }
}
