package org.flashcrowd.db;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.flashcrowd.config.DatabaseSettings;
import org.flashcrowd.config.Secret;
import org.flashcrowd.resilience.Breakers;
import org.flashcrowd.resilience.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The way to PostgreSQL: a pipelining client for single statements and a pool for transactions, on
 * the primary, and a pipelining client on each read replica.
 *
 * <p>The first two are apart because a transaction holds its connection between round trips, and
 * every statement pipelined behind it would wait for it.
 */
public final class Database {
  private static final Duration PROBE = Duration.ofSeconds(1);
  // More jobs than connections run at once, and nobody waits for a job.
  private static final int PATIENCE = 6;

  // What is acknowledged is in the part that was flushed, unless nothing is ever waited for; the
  // rest of the log may stay unflushed, and unseen by replicas, for as long as nobody writes.
  private static final Query POSITION =
      Query.named(
          "db.primary-position",
          """
          SELECT pg_wal_lsn_diff(CASE current_setting('synchronous_commit')
                                 WHEN 'off' THEN pg_current_wal_insert_lsn()
                                 ELSE pg_current_wal_flush_lsn() END, '0/0')::bigint AS bytes
          """);
  private static final Query PING = Query.named("db.ping", "SELECT 1");

  private final Vertx vertx;
  private final Clients clients;
  private final PgConnectOptions options;
  private final TimedSql.Bounds bounds;
  private final Guard guard;
  private final Sql primary;
  private final Transactions transactions;
  private final Transactions background;
  private final RecentWrites writes;
  private final List<Poll> polls = new ArrayList<>();
  private final @Nullable Replicas replicas;
  private final Reads reads;

  private Database(
      Vertx vertx,
      String uri,
      DatabaseSettings settings,
      MeterRegistry meters,
      Breakers breakers,
      RecentWrites writes) {
    this.vertx = vertx;
    this.clients = new Clients(vertx, settings);
    this.options = clients.options(uri);
    this.bounds = new TimedSql.Bounds(meters, settings.statementTimeout());
    Sql probe = new TimedSql(clients.pipelined("probe", options, 1), bounds);
    this.guard = new Guard(vertx, breakers, "postgresql", PROBE, () -> probe.run(PING));
    this.primary =
        new GuardedSql(
            new RepeatedSql(
                new TimedSql(
                    clients.pipelined("single", options, settings.readConnections()), bounds)),
            guard);
    Duration wait = settings.statementTimeout();
    this.transactions = transactions("transactions", settings.writeConnections(), wait);
    this.background =
        transactions("background", settings.jobConnections(), wait.multipliedBy(PATIENCE));
    this.writes = writes;
    this.replicas =
        settings.replicas().isEmpty() ? null : replicas(settings, meters, breakers, probe);
    this.reads = reads("replica", settings.replicaConnections(), Map.of(), primary);
  }

  /** Opens the way to the primary alone; connections are made as they are needed. */
  public static Database open(
      Vertx vertx, String uri, DatabaseSettings settings, MeterRegistry meters) {
    return new Database(
        vertx,
        uri,
        settings.withoutReplicas(),
        meters,
        new Breakers(vertx, meters),
        new NodeWrites(settings.maxReplicaLag()));
  }

  /**
   * Opens the pools; connections are made as they are needed.
   *
   * @param uri {@code postgresql://user:password@host:port/database}, the primary
   * @param writes who must not be sent to a replica that lags
   */
  public static Database open(
      Vertx vertx,
      String uri,
      DatabaseSettings settings,
      MeterRegistry meters,
      Breakers breakers,
      RecentWrites writes) {
    return new Database(vertx, uri, settings, meters, breakers, writes);
  }

  private Transactions transactions(String name, int connections, Duration wait) {
    Pool pool = clients.lent(name, options, connections, wait);
    return new Transactions(vertx, pool, bounds, wait);
  }

  private Replicas replicas(
      DatabaseSettings settings, MeterRegistry meters, Breakers breakers, Sql probe) {
    WalPositions positions = new WalPositions();
    polls.add(Poll.start(vertx, () -> position(probe, positions)));
    List<Replica> opened = new ArrayList<>();
    for (Secret uri : settings.replicas()) {
      PgConnectOptions at = clients.options(uri.value());
      String name = at.getHost() + ":" + at.getPort();
      Sql asking = new TimedSql(clients.pipelined("replica-probe", at, 1), bounds);
      Supplier<Future<?>> probing = () -> asking.run(PING);
      Guard between = new Guard(vertx, breakers, "replica " + name, PROBE, probing);
      Replica replica = new Replica(name, at, asking, between, positions, settings.maxReplicaLag());
      polls.add(Poll.start(vertx, replica::ask));
      opened.add(replica);
    }
    return new Replicas(opened, writes, new ReplicaMeters(meters));
  }

  private Reads reads(String name, int connections, Map<String, String> session, Sql first) {
    if (replicas == null) {
      return reader -> first;
    }
    Map<Replica, Sql> others = new HashMap<>();
    for (Replica replica : replicas.all()) {
      SqlClient client = clients.pipelined(name, with(replica.at(), session), connections);
      others.put(replica, new RepeatedSql(new TimedSql(client, bounds.halved())));
    }
    return new Lane(replicas, first, others);
  }

  private static PgConnectOptions with(PgConnectOptions options, Map<String, String> session) {
    PgConnectOptions own = new PgConnectOptions(options);
    Map<String, String> properties = new HashMap<>(options.getProperties());
    properties.putAll(session);
    return own.setProperties(properties);
  }

  private Future<?> position(Sql probe, WalPositions positions) {
    long asked = System.nanoTime();
    return guard
        .call(POSITION.name(), () -> probe.first(POSITION, row -> row.getLong("bytes")))
        .onSuccess(answer -> answer.ifPresent(bytes -> positions.add(bytes, asked)));
  }

  /** Single statements on the primary: pipelined, each its own transaction. */
  public Sql primary() {
    return primary;
  }

  /** Single reads for nobody in particular, which may be a moment old. */
  public Sql replica() {
    return replica(null);
  }

  /** Single reads as {@link Reads#by}. */
  public Sql replica(@Nullable Long reader) {
    return reads.by(reader);
  }

  /**
   * The same on connections apart from everybody else's, for reads that take long.
   *
   * @param session settings of PostgreSQL for these connections
   */
  public Reads dedicatedReads(String name, int connections, Map<String, String> session) {
    return reads(name, connections, session, dedicated(name, connections, session));
  }

  /**
   * To be called once an account may have written, before it hears of it: what it reads from then
   * on shows that.
   */
  public Future<Void> wrote(long account) {
    return replicas == null ? Future.succeededFuture() : writes.remember(account);
  }

  /**
   * Runs several statements as one transaction, and again (with jitter) after a deadlock: {@code
   * work} may run more than once and must keep its effects to the statements it runs.
   *
   * <p>What no call waits for, jobs above all, has connections of its own: many of them and a slow
   * database would leave none to the calls.
   */
  public <T> Future<T> transaction(Function<Sql, Future<T>> work) {
    Transactions own = Deadline.current() == null ? background : transactions;
    return guard.call("transaction", () -> own.run(work));
  }

  /**
   * Pipelined connections apart from everybody else's, for the statements of one background loop.
   *
   * @param session settings of PostgreSQL for these connections, such as {@code enable_seqscan}
   */
  public Sql dedicated(String name, int connections, Map<String, String> session) {
    SqlClient client = clients.pipelined(name, with(options, session), connections);
    return new TimedSql(client, bounds);
  }

  /**
   * The same with each connection lent to one statement at a time, for those that write much: none
   * is behind another.
   */
  public Sql dedicatedWrites(String name, int connections, Map<String, String> session) {
    return new TimedSql(
        clients.lent(name, with(options, session), connections, bounds.timeout()), bounds);
  }

  /** In a word: whether the primary answers. */
  public String state() {
    return guard.isOpen() ? "away" : "ok";
  }

  /** How many replicas are read from, of how many. */
  public String replicaState() {
    return replicas == null ? "none" : replicas.summary();
  }

  /** Where {@code LISTEN} connections go: straight to the primary, outside the pools. */
  PgConnectOptions listenOptions() {
    return new PgConnectOptions(options);
  }

  public Future<Void> close() {
    polls.forEach(Poll::stop);
    return clients.close();
  }
}
