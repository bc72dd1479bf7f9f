package org.flashcrowd.db;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Names, times and bounds each statement of a Vert.x client. */
final class TimedSql implements Sql {
  /** What all clients of one database share: where times go and how long a statement may take. */
  record Bounds(MeterRegistry meters, Duration timeout, ConcurrentMap<String, Timer> timers) {
    Bounds(MeterRegistry meters, Duration timeout) {
      this(meters, timeout, new ConcurrentHashMap<>());
    }

    Timer timer(String query) {
      Timer known = timers.get(query);
      return known != null ? known : timers.computeIfAbsent(query, this::register);
    }

    private Timer register(String query) {
      return Timer.builder("flashcrowd.db.query")
          .description("Time from handing a statement to the pool until its answer")
          .tag("query", query)
          .publishPercentileHistogram()
          .minimumExpectedValue(Duration.ofNanos(250_000))
          .maximumExpectedValue(Duration.ofSeconds(5))
          .register(meters);
    }
  }

  private final SqlClient client;
  private final Bounds bounds;
  private final @Nullable List<Runnable> atCommit;

  /** Single statements, each committed by itself. */
  TimedSql(SqlClient client, Bounds bounds) {
    this(client, bounds, null);
  }

  /**
   * The statements of one transaction.
   *
   * @param atCommit gathers what its owner runs when it has committed
   */
  TimedSql(SqlClient client, Bounds bounds, @Nullable List<Runnable> atCommit) {
    this.client = client;
    this.bounds = bounds;
    this.atCommit = atCommit;
  }

  @Override
  public void afterCommit(Runnable task) {
    if (atCommit == null) {
      task.run();
    } else {
      atCommit.add(task);
    }
  }

  @Override
  public Future<RowSet<Row>> run(Query query, Tuple arguments) {
    return bounded(query, client.preparedQuery(query.sql()).execute(arguments));
  }

  @Override
  public Future<RowSet<Row>> batch(Query query, List<Tuple> arguments) {
    return bounded(query, client.preparedQuery(query.sql()).executeBatch(arguments));
  }

  private Future<RowSet<Row>> bounded(Query query, Future<RowSet<Row>> answer) {
    long started = System.nanoTime();
    return answer
        .timeout(bounds.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .transform(
            result -> {
              bounds.timer(query.name()).record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
              return result.succeeded()
                  ? Future.succeededFuture(result.result())
                  : Future.failedFuture(explain(query.name(), result.cause()));
            });
  }

  /** Tells an outage, which a caller may wait out, from a refusal, which it must handle. */
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
}
