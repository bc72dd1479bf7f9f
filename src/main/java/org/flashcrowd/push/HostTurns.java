package org.flashcrowd.push;

import java.util.HashMap;
import java.util.Map;

/** Keeps one slow push service from taking all that a node has under way. */
final class HostTurns {
  private final int each;
  private final Map<String, Integer> taken = new HashMap<>();

  /**
   * @param each how much of it one host may take
   */
  HostTurns(int each) {
    this.each = each;
  }

  /** Whether there was room; then it must be left. */
  synchronized boolean enter(String host) {
    int now = taken.getOrDefault(host, 0);
    if (now >= each) {
      return false;
    }
    taken.put(host, now + 1);
    return true;
  }

  synchronized void leave(String host) {
    taken.computeIfPresent(host, (same, now) -> now == 1 ? null : now - 1);
  }
}
