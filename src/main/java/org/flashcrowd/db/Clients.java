package org.flashcrowd.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.impl.PgPoolOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.config.DatabaseSettings;

/** Opens pools whose every wait has an end, and closes them together. */
final class Clients {
  // The server ends a statement itself; only one that cannot is silent for longer.
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final DatabaseSettings settings;
  private final GuardedDriver driver;
  private final List<SqlClient> open = new CopyOnWriteArrayList<>();

  Clients(Vertx vertx, DatabaseSettings settings) {
    this.vertx = vertx;
    this.settings = settings;
    this.driver =
        new GuardedDriver(settings.connectTimeout(), settings.statementTimeout().plus(GRACE));
  }

  /**
   * @param uri {@code postgresql://user:password@host:port/database}
   */
  PgConnectOptions options(String uri) {
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
            // The plans that are tested, made once: decision 13.
            "plan_cache_mode",
            "force_generic_plan",
            "idle_in_transaction_session_timeout",
            Long.toString(settings.statementTimeout().multipliedBy(2).toMillis())));
    return options;
  }

  /** Connections that single statements share, many in flight on each. */
  SqlClient pipelined(String name, PgConnectOptions options, int connections) {
    return open(options, new PgPoolOptions(pool(name, options, connections)).setPipelined(true));
  }

  /**
   * Connections that are lent to one transaction at a time, which may pipeline its statements.
   *
   * @param wait how long a transaction may wait for its connection
   */
  Pool lent(String name, PgConnectOptions options, int connections, Duration wait) {
    return open(options, waiting(pool(name, options, connections), wait));
  }

  private Pool open(PgConnectOptions options, PgPoolOptions pool) {
    Pool opened =
        driver.createPool(
            vertx, () -> Future.succeededFuture(options), pool, new NetClientOptions(), null);
    open.add(opened);
    return opened;
  }

  private PgPoolOptions pool(String name, PgConnectOptions options, int connections) {
    PgPoolOptions pool = new PgPoolOptions();
    pool.setShared(true)
        .setName(
            name + "@" + options.getHost() + ":" + options.getPort() + "/" + options.getDatabase())
        .setMaxSize(connections)
        .setMaxWaitQueueSize(settings.maxWaiting());
    return waiting(pool, settings.statementTimeout());
  }

  /** For one that others use; the driver bounds how long opening one may take. */
  private static PgPoolOptions waiting(PgPoolOptions pool, Duration wait) {
    pool.setConnectionTimeout((int) wait.toMillis())
        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
    return pool;
  }

  /** A connection that does not close, because its server is gone, is left to the system. */
  Future<Void> close() {
    return Future.join(open.stream().map(SqlClient::close).toList())
        .timeout(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .mapEmpty();
  }
}
