package org.flashcrowd.db;

import io.vertx.pgclient.PgException;
import java.util.Set;

/** Recognises the errors of PostgreSQL that the rules of the domain answer to (Appendix A). */
public final class Violations {
  private static final Set<String> RETRYABLE = Set.of("40001", "40P01");

  private Violations() {}

  /** Whether a row with this unique constraint or index already existed. */
  public static boolean unique(Throwable failure, String constraint) {
    return failure instanceof PgException refused
        && "23505".equals(refused.getSqlState())
        && constraint.equals(refused.getConstraint());
  }

  /** Whether a row that this foreign key names has gone. */
  public static boolean foreignKey(Throwable failure) {
    return failure instanceof PgException refused && "23503".equals(refused.getSqlState());
  }

  /** Whether a statement was prepared for a table that has other columns now. */
  static boolean outdated(Throwable failure) {
    return failure instanceof PgException refused && "0A000".equals(refused.getSqlState());
  }

  /** Whether the transaction was the victim of a deadlock or a serialization failure. */
  static boolean retryable(Throwable failure) {
    return failure instanceof PgException refused && RETRYABLE.contains(refused.getSqlState());
  }
}
