package org.flashcrowd.bench.bare;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.bench.run.Proc;

/**
 * What a queue in PostgreSQL costs at the least: rows are inserted by the hundred, leased by an
 * update that skips what is locked, and deleted, each statement a transaction, without anything
 * that is done for a row in between. {@code QueueRows DATABASE SECONDS}.
 */
public final class QueueRows {
  private static final int BATCH = 100;
  private static final int LEASED = 1_000;
  private static final int INSERTING = 4;
  private static final int LEASING = 2;
  private static final long AHEAD = 5_000;
  private static final String INSERT =
      "INSERT INTO job (kind, state, priority, max_attempts, turn, run_at, args)"
          + " SELECT 'bench.bare', 'available', 100, 12, now(), now(), '{}'"
          + " FROM generate_series(1, $1::int)";
  private static final String LEASE =
      "UPDATE job SET state = 'running', lease = lease + 1 WHERE id = ANY (ARRAY ("
          + "SELECT id FROM job WHERE kind = 'bench.bare' AND state = 'available'"
          + " ORDER BY priority, turn LIMIT $1 FOR UPDATE SKIP LOCKED)) RETURNING id";
  private static final String DELETE = "DELETE FROM job WHERE id = ANY ($1)";

  private final Vertx vertx;
  private final Pool pool;
  private long inserted;
  private long done;

  private QueueRows(Vertx vertx, Pool pool) {
    this.vertx = vertx;
    this.pool = pool;
  }

  public static void main(String[] arguments) {
    Vertx vertx = BareHttp.vertx();
    // As the server's queue has it: statistics of a queue are wrong most of the time.
    PgConnectOptions database =
        PgConnectOptions.fromUri(arguments[0])
            .setCachePreparedStatements(true)
            .setProperties(
                Map.of(
                    "enable_seqscan", "off",
                    "enable_bitmapscan", "off",
                    "plan_cache_mode", "force_generic_plan",
                    "jit", "off"));
    Pool pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(INSERTING + LEASING))
            .connectingTo(database)
            .using(vertx)
            .build();
    vertx.runOnContext(go -> new QueueRows(vertx, pool).run(Long.parseLong(arguments[1])));
  }

  private void run(long seconds) {
    for (int i = 0; i < INSERTING; i++) {
      insert();
    }
    for (int i = 0; i < LEASING; i++) {
      lease();
    }
    vertx.setTimer(TimeUnit.SECONDS.toMillis(Math.max(3, seconds / 2)), warm -> count(seconds));
  }

  private void count(long seconds) {
    long before = done;
    long pid = ProcessHandle.current().pid();
    double cpu = Proc.cpu(pid);
    long started = System.nanoTime();
    vertx.setTimer(
        TimeUnit.SECONDS.toMillis(seconds),
        end -> {
          double units = Math.max(1, done - before);
          JsonObject result =
              new JsonObject()
                  .put("units", units)
                  .put("seconds", (System.nanoTime() - started) / 1e9)
                  .put("cpuMicros", (Proc.cpu(pid) - cpu) * 1e6 / units);
          System.out.println(result.encode());
          System.out.flush();
          Runtime.getRuntime().halt(0);
        });
  }

  private void insert() {
    if (inserted - done > AHEAD) {
      vertx.setTimer(1, later -> insert());
      return;
    }
    inserted += BATCH;
    execute(INSERT, Tuple.of(BATCH)).onSuccess(rows -> insert());
  }

  private void lease() {
    execute(LEASE, Tuple.of(LEASED))
        .onSuccess(
            leased -> {
              if (leased.rowCount() == 0) {
                vertx.setTimer(1, later -> lease());
              } else {
                delete(leased);
              }
            });
  }

  private void delete(RowSet<Row> leased) {
    Long[] ids = new Long[leased.size()];
    int at = 0;
    for (Row row : leased) {
      ids[at++] = row.getLong(0);
    }
    execute(DELETE, Tuple.of(ids))
        .onSuccess(
            deleted -> {
              done += deleted.rowCount();
              lease();
            });
  }

  private Future<RowSet<Row>> execute(String sql, Tuple arguments) {
    return pool.preparedQuery(sql)
        .execute(arguments)
        .onFailure(
            failure -> {
              failure.printStackTrace();
              Runtime.getRuntime().halt(1);
            });
  }
}
