package org.flashcrowd.db;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.flashcrowd.resilience.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Names, times and bounds each statement of a Vert.x client: by the limit of a statement and by
 * what the call that it serves has left.
 */
final class TimedSql implements Sql {
  /**
   * What all clients of one database share: where times go and how long a statement may take.
   *
   * @param attempts that a statement may need within its time: there is more than one server to ask
   */
  record Bounds(
      MeterRegistry meters, Duration timeout, int attempts, ConcurrentMap<String, Timer> timers) {
    Bounds(MeterRegistry meters, Duration timeout) {
      this(meters, timeout, 1, new ConcurrentHashMap<>());
    }

    /** The same with time left to ask somebody else. */
    Bounds halved() {
      return new Bounds(meters, timeout, 2, timers);
    }

    /** Milliseconds that a statement may take now; 0 where the call that it serves has ended. */
    long limit() {
      return Deadline.remains(timeout) / attempts;
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
  private boolean ended;

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

  /**
   * Takes no more statements: what is asked behind the end of a transaction would be one of its
   * own, committed at once.
   */
  void end() {
    ended = true;
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
    return bounded(query, () -> client.preparedQuery(query.sql()).execute(arguments));
  }

  @Override
  public Future<RowSet<Row>> batch(Query query, List<Tuple> arguments) {
    return bounded(query, () -> client.preparedQuery(query.sql()).executeBatch(arguments));
  }

  private Future<RowSet<Row>> bounded(Query query, Supplier<Future<RowSet<Row>>> statement) {
    if (ended) {
      return Future.failedFuture(new IllegalStateException(query.name() + ": has ended"));
    }
    long limit = bounds.limit();
    if (limit == 0) {
      return Future.failedFuture(new DatabaseUnavailable(query.name(), "the call has ended"));
    }
    long started = System.nanoTime();
    return statement
        .get()
        .timeout(limit, TimeUnit.MILLISECONDS)
        .transform(
            result -> {
              bounds.timer(query.name()).record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
              return result.succeeded()
                  ? Future.succeededFuture(result.result())
                  : Future.failedFuture(Outages.explain(query.name(), result.cause()));
            });
  }
}
