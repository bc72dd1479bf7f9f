package org.flashcrowd.db;

/**
 * PostgreSQL could not be reached, has no free connection, or did not answer in time. A write that
 * fails with it may have happened all the same: only what can be asked twice is asked again.
 */
public final class DatabaseUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DatabaseUnavailable(String query, Throwable cause) {
    // Thrown by the thousand while PostgreSQL is away, and nobody reads where from.
    super(query + ": " + cause.getMessage(), cause, false, false);
  }

  DatabaseUnavailable(String query, String reason) {
    super(query + ": " + reason, null, false, false);
  }
}
