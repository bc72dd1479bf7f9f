package org.flashcrowd.db;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.flashcrowd.config.Config;

/**
 * The way to PostgreSQL: a pipelining client for single statements and a pool for transactions.
 *
 * <p>They are apart because a transaction holds its connection between round trips, and every
 * statement pipelined behind it would wait for it.
 */
public final class Database {
  private static final int TRANSACTION_ATTEMPTS = 4;

  private final Vertx vertx;
  private final PgConnectOptions options;
  private final Config.Database settings;
  private final SqlClient single;
  private final Pool transactions;
  private final TimedSql.Bounds bounds;
  private final Sql primary;
  private final List<SqlClient> dedicated = new CopyOnWriteArrayList<>();

  private Database(
      Vertx vertx, PgConnectOptions options, Config.Database settings, MeterRegistry meters) {
    this.vertx = vertx;
    this.options = options;
    this.settings = settings;
    this.single =
        PgBuilder.client()
            .with(pool(options, settings, "single", settings.readConnections()))
            .with(transport(settings))
            .connectingTo(options)
            .using(vertx)
            .build();
    this.transactions =
        PgBuilder.pool()
            .with(pool(options, settings, "transactions", settings.writeConnections()))
            .with(transport(settings))
            .connectingTo(new PgConnectOptions(options).setPipeliningLimit(1))
            .using(vertx)
            .build();
    this.bounds = new TimedSql.Bounds(meters, settings.statementTimeout());
    this.primary = new TimedSql(single, bounds);
  }

  /**
   * Opens the pools; connections are made as they are needed.
   *
   * @param uri {@code postgresql://user:password@host:port/database}
   */
  public static Database open(
      Vertx vertx, String uri, Config.Database settings, MeterRegistry meters) {
    return new Database(vertx, connectOptions(uri, settings), settings, meters);
  }

  private static PgConnectOptions connectOptions(String uri, Config.Database settings) {
    PgConnectOptions options = Jdbc.options(uri);
    options
        .setCachePreparedStatements(true)
        .setPreparedStatementCacheMaxSize(512)
        .setPipeliningLimit(settings.pipelining());
    options.setProperties(
        Map.of(
            "application_name",
            "flashcrowd",
            "statement_timeout",
            Long.toString(settings.statementTimeout().toMillis()),
            "idle_in_transaction_session_timeout",
            Long.toString(settings.statementTimeout().multipliedBy(2).toMillis())));
    return options;
  }

  private static NetClientOptions transport(Config.Database settings) {
    return new NetClientOptions().setConnectTimeout((int) settings.connectTimeout().toMillis());
  }

  private static PoolOptions pool(
      PgConnectOptions options, Config.Database settings, String name, int size) {
    return new PoolOptions()
        .setShared(true)
        .setName(
            name + "@" + options.getHost() + ":" + options.getPort() + "/" + options.getDatabase())
        .setMaxSize(size)
        .setMaxWaitQueueSize(settings.maxWaiting())
        .setConnectionTimeout((int) settings.connectTimeout().toMillis())
        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
  }

  /** Single statements on the primary: pipelined, each its own transaction. */
  public Sql primary() {
    return primary;
  }

  /** Single reads that may be a moment old. Never for a decision about privacy. */
  public Sql replica() {
    return primary;
  }

  /**
   * Runs several statements as one transaction, and again (with jitter) after a deadlock: {@code
   * work} may run more than once and must keep its effects to the statements it runs.
   */
  public <T> Future<T> transaction(Function<Sql, Future<T>> work) {
    return attempt(work, 1);
  }

  private <T> Future<T> attempt(Function<Sql, Future<T>> work, int attempt) {
    List<Runnable> atCommit = new ArrayList<>();
    return transactions
        .withTransaction(connection -> work.apply(new TimedSql(connection, bounds, atCommit)))
        .onSuccess(committed -> atCommit.forEach(Runnable::run))
        .recover(
            failure ->
                Violations.retryable(failure) && attempt < TRANSACTION_ATTEMPTS
                    ? pause(attempt).compose(ready -> attempt(work, attempt + 1))
                    : Future.failedFuture(TimedSql.explain("transaction", failure)));
  }

  private Future<Void> pause(int attempt) {
    long limit = 10L << attempt;
    Duration pause = Duration.ofMillis(1 + ThreadLocalRandom.current().nextLong(limit));
    return vertx.timer(pause.toMillis(), TimeUnit.MILLISECONDS).mapEmpty();
  }

  /**
   * Pipelined connections apart from everybody else's, for the statements of one background loop.
   *
   * @param session settings of PostgreSQL for these connections, such as {@code enable_seqscan}
   */
  public Sql dedicated(String name, int connections, Map<String, String> session) {
    PgConnectOptions own = new PgConnectOptions(options);
    own.getProperties().putAll(session);
    SqlClient client =
        PgBuilder.client()
            .with(pool(own, settings, name, connections))
            .with(transport(settings))
            .connectingTo(own)
            .using(vertx)
            .build();
    dedicated.add(client);
    return new TimedSql(client, bounds);
  }

  /** Where {@code LISTEN} connections go: straight to the primary, outside the pools. */
  PgConnectOptions listenOptions() {
    return new PgConnectOptions(options);
  }

  public Future<Void> close() {
    List<Future<Void>> closing = new ArrayList<>(List.of(single.close(), transactions.close()));
    dedicated.forEach(client -> closing.add(client.close()));
    return Future.join(closing).mapEmpty();
  }
}
