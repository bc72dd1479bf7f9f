package org.flashcrowd.media.storage;

import java.io.IOException;

/** There is no room for another file, or would not be for the database after it. */
public final class StorageFull extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StorageFull(String message) {
    super(message);
  }

  /** Whether the system refused to write for want of room (ENOSPC, EDQUOT). */
  public static boolean is(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.contains("No space left on device") || message.contains("quota exceeded");
  }
}
