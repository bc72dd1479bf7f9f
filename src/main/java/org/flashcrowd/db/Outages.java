package org.flashcrowd.db;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** Tells an outage, which a caller may wait out, from a refusal, which it must handle. */
final class Outages {
  private static final String STATEMENT_CANCELLED = "57014";

  private Outages() {}

  /** The failure as callers know it: {@link DatabaseUnavailable} for an outage. */
  static Throwable explain(String query, Throwable cause) {
    if (cause instanceof PgException refused) {
      return outage(refused.getSqlState()) ? new DatabaseUnavailable(query, cause) : cause;
    }
    boolean outage =
        cause instanceof TimeoutException
            || cause instanceof IOException
            || cause instanceof ClosedConnectionException
            || cause instanceof VertxException;
    return outage ? new DatabaseUnavailable(query, cause) : cause;
  }

  /**
   * Connection exceptions, insufficient resources, operator intervention and statement_timeout
   * (PostgreSQL's Appendix A, classes 08, 53 and 57).
   */
  private static boolean outage(String state) {
    return state.startsWith("08") || state.startsWith("53") || state.startsWith("57");
  }

  /** Whether the server said nothing, or only that it is going: not that it is busy. */
  static boolean silence(Throwable failure) {
    if (!(failure instanceof DatabaseUnavailable outage)) {
      return false;
    }
    return switch (outage.getCause()) {
      case null -> false;
      case PgException said ->
          !said.getSqlState().equals(STATEMENT_CANCELLED) && !said.getSqlState().startsWith("53");
      case Throwable unheard -> true;
    };
  }
}
