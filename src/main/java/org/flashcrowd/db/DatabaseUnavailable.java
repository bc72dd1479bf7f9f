package org.flashcrowd.db;

/** PostgreSQL could not be reached, has no free connection, or did not answer in time. */
public final class DatabaseUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DatabaseUnavailable(String query, Throwable cause) {
    super(query + ": " + cause.getMessage(), cause);
  }
}
