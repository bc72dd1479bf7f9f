package org.flashcrowd.db;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The single reads of one reader. */
record ReplicaSql(Replicas replicas, @Nullable Long reader) implements Sql {
  @Override
  public Future<RowSet<Row>> run(Query query, Tuple arguments) {
    return replicas.read(query.name(), reader, sql -> sql.run(query, arguments));
  }

  @Override
  public Future<RowSet<Row>> batch(Query query, List<Tuple> arguments) {
    return replicas.read(query.name(), reader, sql -> sql.batch(query, arguments));
  }

  @Override
  public void afterCommit(Runnable task) {
    task.run();
  }
}
