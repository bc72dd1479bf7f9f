package org.flashcrowd.db;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Supplier;

/**
 * Single statements, again where a migration has just added a column: what a connection had
 * prepared for the table of before is refused once ({@code cached plan must not change result
 * type}), before anything was done, and is then prepared anew. Each connection does so, for each
 * statement.
 */
final class ReplannedSql implements Sql {
  /** More than a node usually has connections that may still refuse. */
  static final int ATTEMPTS = 16;

  private final Sql sql;

  ReplannedSql(Sql sql) {
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
                Violations.outdated(failure) && attempt < ATTEMPTS
                    ? attempt(statement, attempt + 1)
                    : Future.failedFuture(failure));
  }

  @Override
  public void afterCommit(Runnable task) {
    sql.afterCommit(task);
  }
}
