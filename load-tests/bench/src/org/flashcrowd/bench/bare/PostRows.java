package org.flashcrowd.bench.bare;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.bench.load.Latencies;
import org.flashcrowd.bench.run.CpuClock;

/**
 * The rows of a post in one transaction, and nothing else: {@code PostRows DATABASE ACCOUNTS
 * CONCURRENCY CONNECTIONS SECONDS JOBS POSTMASTER}. One statement a table, sent without waiting for
 * the one before. Prints one line of JSON.
 */
public final class PostRows {
  private static final String STATUS =
      "INSERT INTO status (id, account_id, state, visibility, text, media_count, conversation_id)"
          + " VALUES ($1, $2, 'published', 'public', $3, 0, $1)";
  private static final String STATS = "INSERT INTO status_stats (status_id) VALUES ($1)";
  private static final String TAG =
      "INSERT INTO status_tag (tag_id, status_id, account_id) SELECT t.id, $1, $2 FROM tag t"
          + " WHERE t.name = 'bench'";
  private static final String JOBS =
      "INSERT INTO job (kind, state, priority, max_attempts, turn, run_at, owner, args)"
          + " SELECT 'bench.none', 'available', 100, 12, now(), now(), $1,"
          + " jsonb_build_object('status', $2::bigint) FROM generate_series(1, $3::int)";
  private static final String COUNT =
      "UPDATE account_stats SET statuses_count = statuses_count + 1, last_status_at = now()"
          + " WHERE account_id = $1";

  private final Pool pool;
  private final List<Long> accounts;
  private final int jobs;
  private final Latencies latencies = new Latencies();
  private long next;
  private boolean counting;

  private PostRows(Pool pool, List<Long> accounts, int jobs) {
    this.pool = pool;
    this.accounts = accounts;
    this.jobs = jobs;
    // Above every id that a server makes, and new in each run.
    this.next = (1L << 62) + System.currentTimeMillis() * 1_000;
  }

  public static void main(String[] arguments) throws Exception {
    Vertx vertx = BareHttp.vertx();
    Pool pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(Integer.parseInt(arguments[3])))
            .connectingTo(
                PgConnectOptions.fromUri(arguments[0])
                    .setPipeliningLimit(64)
                    .setCachePreparedStatements(true))
            .using(vertx)
            .build();
    List<Long> accounts =
        Files.readAllLines(Path.of(arguments[1])).stream().map(Long::valueOf).toList();
    PostRows posts = new PostRows(pool, accounts, Integer.parseInt(arguments[5]));
    int concurrency = Integer.parseInt(arguments[2]);
    long seconds = Long.parseLong(arguments[4]);
    long postmaster = Long.parseLong(arguments[6]);
    vertx.runOnContext(go -> posts.run(vertx, concurrency, seconds, postmaster));
  }

  private void run(Vertx vertx, int concurrency, long seconds, long postmaster) {
    for (int i = 0; i < concurrency; i++) {
      post();
    }
    long warm = Math.max(1, seconds / 4);
    vertx.setTimer(TimeUnit.SECONDS.toMillis(warm), timer -> count(vertx, seconds, postmaster));
  }

  private void count(Vertx vertx, long seconds, long postmaster) {
    counting = true;
    CpuClock cpu = CpuClock.start(ProcessHandle.current().pid(), postmaster);
    long started = System.nanoTime();
    vertx.setTimer(
        TimeUnit.SECONDS.toMillis(seconds),
        timer -> {
          JsonObject spent = cpu.spent();
          System.out.println(
              latencies
                  .json((System.nanoTime() - started) / 1e9)
                  .mergeIn(spent)
                  .put("failed", 0L)
                  .encode());
          System.out.flush();
          Runtime.getRuntime().halt(0);
        });
  }

  private void post() {
    long started = System.nanoTime();
    long id = next++;
    long account = accounts.get((int) (id % accounts.size()));
    pool.withTransaction(connection -> rows(connection, id, account))
        .onComplete(
            done -> {
              if (done.failed()) {
                done.cause().printStackTrace();
                Runtime.getRuntime().halt(1);
              }
              if (counting) {
                latencies.add(System.nanoTime() - started);
              }
              post();
            });
  }

  private Future<?> rows(SqlConnection connection, long id, long account) {
    return Future.all(
        List.of(
            run(connection, STATUS, Tuple.of(id, account, "A walk by the sea #bench")),
            run(connection, STATS, Tuple.of(id)),
            run(connection, TAG, Tuple.of(id, account)),
            run(connection, JOBS, Tuple.of(account, id, jobs)),
            run(connection, COUNT, Tuple.of(account))));
  }

  private static Future<?> run(SqlConnection connection, String sql, Tuple arguments) {
    return connection.preparedQuery(sql).execute(arguments);
  }
}
