package org.flashcrowd.db;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Supplier;

/**
 * Single statements, again where PostgreSQL says that nothing was done: the victim of a deadlock or
 * of a serialization failure, and what meets a migration that has just added a column: what a
 * connection had prepared for the table of before is refused once ({@code cached plan must not
 * change result type}) and is then prepared anew. Each connection does so, for each statement.
 */
final class RepeatedSql implements Sql {
  /** More than a node usually has connections that may still refuse. */
  private static final int OUTDATED_ATTEMPTS = 16;

  private static final int VICTIM_ATTEMPTS = 4;

  private final Sql sql;

  RepeatedSql(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Future<RowSet<Row>> run(Query query, Tuple arguments) {
    return attempt(() -> sql.run(query, arguments), 1);
  }

  @Override
  public Future<RowSet<Row>> batch(Query query, List<Tuple> arguments) {
    return attempt(() -> sql.batch(query, arguments), 1);
  }

  private static <T> Future<T> attempt(Supplier<Future<T>> statement, int attempt) {
    return statement
        .get()
        .recover(
            failure ->
                attempt < attempts(failure)
                    ? attempt(statement, attempt + 1)
                    : Future.failedFuture(failure));
  }

  /** How often what failed so may be run, the first time included. */
  static int attempts(Throwable failure) {
    return Violations.outdated(failure)
        ? OUTDATED_ATTEMPTS
        : Violations.retryable(failure) ? VICTIM_ATTEMPTS : 1;
  }

  @Override
  public void afterCommit(Runnable task) {
    sql.afterCommit(task);
  }
}
