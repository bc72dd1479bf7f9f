package org.flashcrowd.resilience;

import java.time.Instant;

/**
 * One subject's count: of the present window, and of the one before in so far as it still reaches
 * into the last {@code per}. Two numbers, and off by a few per cent at most where attempts come
 * unevenly.
 */
final class SlidingWindow {
  private final int amount;
  private final long perMillis;
  private long window;
  private long current;
  private long before;
  // Counted here and not yet told to the other nodes.
  private int untold;

  SlidingWindow(RateLimit limit) {
    this.amount = limit.amount();
    this.perMillis = limit.per().toMillis();
  }

  synchronized RateLimiter.Verdict take(long nowMillis) {
    advance(nowMillis / perMillis);
    long used = used(nowMillis);
    boolean allowed = used < amount;
    if (allowed) {
      current++;
      untold++;
      used++;
    }
    return new RateLimiter.Verdict(
        allowed,
        amount,
        (int) Math.max(0, amount - used),
        Instant.ofEpochMilli((window + 1) * perMillis));
  }

  private void advance(long now) {
    if (now != window) {
      before = now == window + 1 ? current : 0;
      current = 0;
      window = now;
    }
  }

  private long used(long nowMillis) {
    return current + before * (perMillis - nowMillis % perMillis) / perMillis;
  }

  /** Forgets one attempt. */
  synchronized void giveBack() {
    current = Math.max(0, current - 1);
  }

  /** Takes what the other nodes do not know yet. */
  synchronized int takeUntold() {
    int taken = untold;
    untold = 0;
    return taken;
  }

  /** Keeps for later what could not be told. */
  synchronized void keepUntold(int count) {
    untold += count;
  }

  /**
   * Takes over what all nodes together have counted. Which window that is does not matter: their
   * clock is not ours, and a difference must neither open the limit nor close it.
   */
  synchronized void learn(long nowMillis, long theirCurrent, long theirBefore) {
    advance(nowMillis / perMillis);
    current = theirCurrent + untold;
    before = theirBefore;
  }
}
