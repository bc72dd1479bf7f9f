package org.flashcrowd.resilience;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;

/** Those of one priority, before {@link Admission} and inside. Confined to one event loop. */
final class PriorityLine {
  // A tenth of a second.
  private static final int STANDING_TICKS = 10;

  /** Somebody who waits, since a nano time. */
  record Waiting(Admission.Waiter waiter, long since) {}

  final Deque<Waiting> waiting = new ArrayDeque<>();
  private final PriorityQueue<Long> staying = new PriorityQueue<>();
  int inside;
  // Whether somebody found no room since the last tick, and in how many ticks in a row.
  boolean pressed;
  int pressedTicks;

  /** Whether there has been no room for a while. */
  boolean standing() {
    return pressedTicks >= STANDING_TICKS;
  }

  /** One that is inside has its answer, and keeps its place until a nano time. */
  void stay(long untilNanos) {
    staying.add(untilNanos);
  }

  /** Frees the places that were kept until now. */
  void release(long nowNanos) {
    Long until = staying.peek();
    while (until != null && until <= nowNanos) {
      staying.remove();
      inside--;
      until = staying.peek();
    }
  }
}
