package org.flashcrowd.cache;

/** Redis cannot be reached for the moment; told at once, without another attempt. */
public final class RedisAway extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RedisAway(String message) {
    super(message, null, false, false);
  }
}
