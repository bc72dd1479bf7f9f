package org.flashcrowd.db;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Connections of one kind to every server that reads may go to.
 *
 * @param primary those to the primary
 * @param others those to each replica
 */
record Lane(Replicas replicas, Sql primary, Map<Replica, Sql> others) implements Reads {
  @Override
  public Sql by(@Nullable Long reader) {
    return new Reader(this, reader);
  }

  Future<RowSet<Row>> ask(Replica replica, Function<Sql, Future<RowSet<Row>>> statement) {
    return statement.apply(requireNonNull(others.get(replica)));
  }

  /** The single reads of one reader. */
  private record Reader(Lane lane, @Nullable Long reader) implements Sql {
    @Override
    public Future<RowSet<Row>> run(Query query, Tuple arguments) {
      return read(query, sql -> sql.run(query, arguments));
    }

    @Override
    public Future<RowSet<Row>> batch(Query query, List<Tuple> arguments) {
      return read(query, sql -> sql.batch(query, arguments));
    }

    private Future<RowSet<Row>> read(Query query, Function<Sql, Future<RowSet<Row>>> statement) {
      return lane.replicas().read(query.name(), reader, lane, statement);
    }

    @Override
    public void afterCommit(Runnable task) {
      task.run();
    }
  }
}
