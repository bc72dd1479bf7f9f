package org.flashcrowd.media.storage;

import org.jspecify.annotations.Nullable;

/** The storage is away, too slow, or does not let us do what we asked for. */
public final class StorageUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean passing;

  private StorageUnavailable(String message, @Nullable Throwable cause, boolean passing) {
    super(message, cause, false, false);
    this.passing = passing;
  }

  /** It may be over in a moment. */
  static StorageUnavailable passing(String message, @Nullable Throwable cause) {
    return new StorageUnavailable(message, cause, true);
  }

  /** It will be the same until an operator does something: a wrong key, no such bucket. */
  static StorageUnavailable lasting(String message) {
    return new StorageUnavailable(message, null, false);
  }

  boolean isPassing() {
    return passing;
  }
}
