package org.flashcrowd.resilience;

/** What one event loop tells of itself; may be asked from any thread. */
public interface LoopLoad {
  /** How long an event waits for the loop, lately, in milliseconds. */
  double lagMillis();

  /** Requests it let in, since it started. */
  long admitted();

  /** Requests it refused because there was no room, since it started. */
  long refused();
}
