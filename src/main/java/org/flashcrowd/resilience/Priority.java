package org.flashcrowd.resilience;

/**
 * Who goes first where there is not room for all. Each may fill only a part of the room, so that a
 * crowd of the lower ones always leaves some for the higher.
 */
public enum Priority {
  /** Somebody signed in changes something: it was typed, and would be typed again. */
  WRITE(1.0),
  /** Somebody signed in reads what is theirs: home, notifications, their account. */
  OWN(0.9),
  /** Somebody signs in or up. */
  ENTRY(0.8),
  /** Somebody signed in looks around. */
  DISCOVERY(0.7),
  /** Anybody without a token. */
  ANONYMOUS(0.6);

  private final double share;

  Priority(double share) {
    this.share = share;
  }

  /** How many of {@code limit} this one may take, with those of the others; at least one. */
  int bound(int limit) {
    return Math.max(1, (int) (limit * share));
  }
}
