package org.flashcrowd.resilience;

/** Something failed so often that it is left alone for a while: it was not asked. */
public final class BreakerOpen extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int retryAfterSeconds;

  BreakerOpen(String name, int retryAfterSeconds) {
    super(name + " is left alone for a while", null, false, false);
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** When it may be asked again, in seconds. */
  public int retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
