package org.flashcrowd.resilience;

/**
 * How busy one event loop is.
 *
 * @param lagMillis how long an event waits for the loop, lately
 * @param admitted requests it let in, since it started
 * @param refused requests it refused because there was no room, since it started
 * @param limit requests it may let in at once
 * @param inFlight the most that it had let in at once, lately
 * @param waiting requests that wait to be let in
 */
public record LoopLoad(
    double lagMillis, long admitted, long refused, int limit, int inFlight, int waiting) {
  static final LoopLoad NONE = new LoopLoad(0, 0, 0, 0, 0, 0);
}
