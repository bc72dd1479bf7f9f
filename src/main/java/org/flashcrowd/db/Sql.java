package org.flashcrowd.db;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs named statements: alone on a pool, or inside the transaction it was handed out for.
 *
 * <p>Every statement is timed under its name and bounded by {@code database.statement_timeout}; the
 * future fails with {@link DatabaseUnavailable} when PostgreSQL cannot be reached or does not
 * answer in time, and with {@code PgException} when it refuses the statement.
 */
public interface Sql {
  /** Runs one statement. Arguments are bound in order; arrays bind as PostgreSQL arrays. */
  Future<RowSet<Row>> run(Query query, Tuple arguments);

  /** Runs one statement once for each tuple, in one round trip; fails if any of them fails. */
  Future<RowSet<Row>> batch(Query query, List<Tuple> arguments);

  /**
   * Runs {@code task} once what was run so far has been committed, and never if it is not: at once
   * outside a transaction. For telling others what they can then see; it must not fail.
   */
  void afterCommit(Runnable task);

  default Future<RowSet<Row>> run(Query query, @Nullable Object... arguments) {
    return run(query, tuple(arguments));
  }

  /** The number of rows that the statement changed. */
  default Future<Integer> update(Query query, @Nullable Object... arguments) {
    return run(query, tuple(arguments)).map(RowSet::rowCount);
  }

  default <T> Future<Optional<T>> first(
      Query query, RowMapper<T> mapper, @Nullable Object... arguments) {
    return run(query, tuple(arguments))
        .map(
            rows -> {
              var iterator = rows.iterator();
              return iterator.hasNext()
                  ? Optional.of(mapper.map(iterator.next()))
                  : Optional.<T>empty();
            });
  }

  default <T> Future<List<T>> list(
      Query query, RowMapper<T> mapper, @Nullable Object... arguments) {
    return run(query, tuple(arguments)).map(rows -> mapAll(rows, mapper));
  }

  private static <T> List<T> mapAll(RowSet<Row> rows, RowMapper<T> mapper) {
    List<T> mapped = new ArrayList<>(rows.size());
    for (Row row : rows) {
      mapped.add(mapper.map(row));
    }
    return mapped;
  }

  private static Tuple tuple(@Nullable Object... arguments) {
    return arguments.length == 0 ? Tuple.tuple() : Tuple.from(arguments);
  }
}
