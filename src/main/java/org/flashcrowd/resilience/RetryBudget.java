package org.flashcrowd.resilience;

import java.time.InstantSource;

/**
 * Lets retries be so many for each first attempt, and a few a second where there are none: what is
 * in trouble is asked a little more often than usual, never many times as often (Google, "Site
 * Reliability Engineering", chapter 21).
 */
public final class RetryBudget {
  private static final double FOR_EACH_CALL = 0.2;
  private static final double A_SECOND = 10;
  private static final double MOST = 100;

  private final InstantSource clock;
  private final double most;
  private double left;
  private long filled;

  RetryBudget(InstantSource clock) {
    this(clock, (int) MOST);
  }

  /**
   * @param most retries at once after a time without any: as many as may fail at one stroke
   */
  public RetryBudget(InstantSource clock, int most) {
    this.clock = clock;
    this.most = most;
    this.left = most;
    this.filled = clock.millis();
  }

  /** A first attempt was made. */
  public synchronized void earn() {
    left = Math.min(most, left + FOR_EACH_CALL);
  }

  /** Whether a retry may be made; then it is paid for. */
  public synchronized boolean spend() {
    long now = clock.millis();
    left = Math.min(most, left + Math.max(0, now - filled) * A_SECOND / 1_000);
    filled = now;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
