package org.flashcrowd.db;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Single statements behind a {@link Guard}. */
final class GuardedSql implements Sql {
  private final Sql sql;
  private final Guard guard;

  GuardedSql(Sql sql, Guard guard) {
    this.sql = sql;
    this.guard = guard;
  }

  @Override
  public Future<RowSet<Row>> run(Query query, Tuple arguments) {
    return guard.call(query.name(), () -> sql.run(query, arguments));
  }

  @Override
  public Future<RowSet<Row>> batch(Query query, List<Tuple> arguments) {
    return guard.call(query.name(), () -> sql.batch(query, arguments));
  }

  @Override
  public void afterCommit(Runnable task) {
    sql.afterCommit(task);
  }
}
