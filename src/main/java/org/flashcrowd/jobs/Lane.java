package org.flashcrowd.jobs;

import org.flashcrowd.resilience.Surge;

/**
 * The class of work that a kind of job belongs to. Lanes are served in this order, and the later
 * ones never get all of a node's slots.
 */
public enum Lane {
  /** Somebody is looking at the screen: a photo's renditions, a post's way into feeds. */
  INTERACTIVE(1.0),
  /** Soon enough: notifications, deliveries. */
  DEFAULT(0.75),
  /** Nobody waits for it: letters, counts. */
  LATER(0.5),
  /** Whenever there is room: rebuilding, sweeping, importing. */
  BACKFILL(0.25);

  private final double share;

  Lane(double share) {
    this.share = share;
  }

  /** Whether it waits while the node has more to do than it can ({@link Surge.Level#PATIENT}). */
  boolean waits(Surge surge) {
    return this.compareTo(LATER) >= 0 && surge.atLeast(Surge.Level.PATIENT);
  }

  /** How many of a node's {@code slots} this lane may hold; at least one. */
  int bound(int slots) {
    return Math.max(1, (int) (slots * share));
  }
}
