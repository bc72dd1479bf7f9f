package org.flashcrowd.bench.bare;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.TimeUnit;

/**
 * What a queue in PostgreSQL costs at the least: rows are inserted by the hundred and deleted by
 * the hundred with SKIP LOCKED, each statement a transaction. {@code QueueRows DATABASE SECONDS}.
 */
public final class QueueRows {
  private static final int BATCH = 100;
  private static final String INSERT =
      "INSERT INTO job (kind, state, priority, max_attempts, turn, run_at, args)"
          + " SELECT 'bench.bare', 'available', 100, 12, now(), now(), '{}'"
          + " FROM generate_series(1, $1::int)";
  private static final String DELETE =
      "DELETE FROM job WHERE id IN (SELECT id FROM job WHERE kind = 'bench.bare'"
          + " AND state = 'available' ORDER BY priority, turn LIMIT $1 FOR UPDATE SKIP LOCKED)";

  private final Pool pool;
  private long done;

  private QueueRows(Pool pool) {
    this.pool = pool;
  }

  public static void main(String[] arguments) {
    Vertx vertx = BareHttp.vertx();
    QueueRows rows =
        new QueueRows(
            PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(4))
                .connectingTo(
                    PgConnectOptions.fromUri(arguments[0]).setCachePreparedStatements(true))
                .using(vertx)
                .build());
    vertx.runOnContext(go -> rows.run(vertx, Long.parseLong(arguments[1])));
  }

  private void run(Vertx vertx, long seconds) {
    long started = System.nanoTime();
    for (int i = 0; i < 2; i++) {
      turn();
    }
    vertx.setTimer(
        TimeUnit.SECONDS.toMillis(seconds),
        end -> {
          JsonObject result =
              new JsonObject()
                  .put("units", (double) done)
                  .put("seconds", (System.nanoTime() - started) / 1e9);
          System.out.println(result.encode());
          System.out.flush();
          Runtime.getRuntime().halt(0);
        });
  }

  private void turn() {
    execute(INSERT)
        .compose(inserted -> execute(DELETE))
        .onSuccess(
            deleted -> {
              done += deleted;
              turn();
            })
        .onFailure(
            failure -> {
              failure.printStackTrace();
              Runtime.getRuntime().halt(1);
            });
  }

  private Future<Integer> execute(String sql) {
    return pool.preparedQuery(sql).execute(Tuple.of(BATCH)).map(rows -> rows.rowCount());
  }
}
