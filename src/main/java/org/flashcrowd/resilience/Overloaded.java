package org.flashcrowd.resilience;

/** More was asked of one part of the server than it takes on; it is worth asking again. */
public final class Overloaded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int retryAfterSeconds;

  public Overloaded(String part, int retryAfterSeconds) {
    super(part + " is overloaded", null, false, false);
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** When it is worth asking again, in seconds. */
  public int retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
