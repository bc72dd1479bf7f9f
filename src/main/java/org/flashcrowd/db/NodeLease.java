package org.flashcrowd.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds one of 1,024 node numbers, and reserves the time for which its {@link Ids} may be used.
 *
 * <p>The reservation reaches a minute ahead and is renewed every ten seconds by the database's
 * clock. A node that is cut off stops making ids when it ends; a number is handed on only after.
 */
public final class NodeLease {
  private static final Logger LOG = LoggerFactory.getLogger(NodeLease.class);
  private static final Duration RENEWAL = Duration.ofSeconds(10);

  // The free number with the oldest reservation, or the next unused one. reserved_until of the
  // last holder is where the new one starts, so their ids cannot meet.
  private static final Query CLAIM =
      Query.named(
          "node.claim",
          """
          WITH free AS (
            SELECT number, reserved_until FROM node
             WHERE reserved_until < clock_timestamp()
             ORDER BY reserved_until
               FOR UPDATE SKIP LOCKED
             LIMIT 1
          ), reused AS (
            UPDATE node n
               SET name = $1, holder = $2, started_at = clock_timestamp(),
                   reserved_until = clock_timestamp() + interval '60 s'
              FROM free WHERE n.number = free.number
            RETURNING n.number, n.reserved_until, free.reserved_until AS before
          ), added AS (
            INSERT INTO node (number, name, holder, reserved_until)
            SELECT coalesce((SELECT max(number) + 1 FROM node), 0), $1, $2,
                   clock_timestamp() + interval '60 s'
             WHERE NOT EXISTS (SELECT FROM reused)
            ON CONFLICT (number) DO NOTHING
            RETURNING number, reserved_until, clock_timestamp() AS before
          )
          SELECT number, holder_until, before, floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now
            FROM (SELECT number, floor(extract(epoch FROM reserved_until) * 1000)::bigint AS holder_until,
                         ceil(extract(epoch FROM before) * 1000)::bigint AS before
                    FROM (SELECT * FROM reused UNION ALL SELECT * FROM added) claimed) claim
          """);

  private static final Query RENEW =
      Query.named(
          "node.renew",
          """
          UPDATE node SET reserved_until = greatest(reserved_until, clock_timestamp() + interval '60 s')
           WHERE number = $1 AND holder = $2
          RETURNING floor(extract(epoch FROM reserved_until) * 1000)::bigint AS holder_until,
                    floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now
          """);

  private static final int CLAIM_ATTEMPTS = 20;

  private final Vertx vertx;
  private final Sql sql;
  private final UUID holder;
  private final int number;
  private final DatabaseClock clock;
  private final Ids ids;
  private long timer = -1;

  private NodeLease(Vertx vertx, Sql sql, UUID holder, Row claim) {
    this.vertx = vertx;
    this.sql = sql;
    this.holder = holder;
    this.number = claim.getShort("number");
    this.clock = new DatabaseClock(claim.getLong("now"));
    this.ids = new Ids(number, clock::millis, claim.getLong("before") + 1);
    ids.reserve(claim.getLong("holder_until"));
  }

  /** What operators know this process by: its host and its number. */
  public static String nodeName() {
    long process = ProcessHandle.current().pid();
    try {
      return InetAddress.getLocalHost().getHostName() + ":" + process;
    } catch (UnknownHostException unnamed) {
      return "node:" + process;
    }
  }

  /** Claims a number and keeps it until {@link #release}. */
  public static Future<NodeLease> claim(Vertx vertx, Database database, String name) {
    return claim(vertx, database.primary(), name, 1)
        .onSuccess(
            lease -> lease.timer = vertx.setPeriodic(RENEWAL.toMillis(), tick -> lease.renew()));
  }

  private static Future<NodeLease> claim(Vertx vertx, Sql sql, String name, int attempt) {
    UUID holder = UUID.randomUUID();
    return sql.first(CLAIM, row -> new NodeLease(vertx, sql, holder, row), name, holder)
        .compose(
            lease -> {
              if (lease.isPresent()) {
                return Future.succeededFuture(lease.get());
              }
              // Another node took the same new number at the same moment: the next attempt sees it.
              return attempt < CLAIM_ATTEMPTS
                  ? claim(vertx, sql, name, attempt + 1)
                  : Future.failedFuture(new IllegalStateException("no node number is free"));
            });
  }

  private void renew() {
    sql.first(RENEW, row -> row, number, holder)
        .onSuccess(renewed -> renewed.ifPresentOrElse(this::extend, this::lost))
        .onFailure(
            failure ->
                LOG.warn("node {}: reservation not renewed: {}", number, failure.getMessage()));
  }

  private void extend(Row row) {
    clock.adjust(row.getLong("now"));
    ids.reserve(row.getLong("holder_until"));
  }

  private void lost() {
    LOG.error("node {}: the number was handed on; this node makes no more ids", number);
    ids.reserve(0);
  }

  public Ids ids() {
    return ids;
  }

  public int number() {
    return number;
  }

  /** Stops renewing. The number is free when the reservation ends. */
  public void release() {
    vertx.cancelTimer(timer);
  }
}
