package org.flashcrowd.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestServer.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.flashcrowd.config.Config;
import org.flashcrowd.dev.ReplicatedPostgres;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The primary freezes, dies, or leaves one connection without an answer. */
@Tag("faults")
class OutageIT {
  private static final ReplicatedPostgres POSTGRES = ReplicatedPostgres.start(Duration.ZERO);
  private static final Vertx VERTX = Vertx.vertx();
  private static final Calls CALLS = new Calls(VERTX);
  private static final Database DATABASE =
      Database.open(
          VERTX,
          POSTGRES.primaryUri(),
          Config.load(null, Map.of("FLASHCROWD_DATABASE_STATEMENT_TIMEOUT", "2s")).database(),
          new SimpleMeterRegistry());
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  // A key of its own for each write, as the idempotency keys of posts are.
  private static final Query ADD =
      Query.named(
          "test.add",
          "INSERT INTO tag (id, name) VALUES ($1, 'tag' || $1::bigint) ON CONFLICT DO NOTHING");
  private static final Query COUNT =
      Query.named("test.count", "SELECT count(*) FROM tag WHERE id = $1");
  private static final Query PID = Query.named("test.pid", "SELECT pg_backend_pid()");

  @AfterAll
  static void close() {
    await(DATABASE.close());
    await(VERTX.close());
    POSTGRES.close();
  }

  private static Future<Calls.Ended<Integer>> write(long id) {
    return CALLS.call(DEADLINE, () -> DATABASE.transaction(tx -> tx.update(ADD, id)));
  }

  private static Future<Calls.Ended<Long>> read(long id) {
    return CALLS.call(
        DEADLINE,
        () -> DATABASE.primary().first(COUNT, row -> row.getLong(0), id).map(n -> n.get()));
  }

  private static long count(long id) {
    return await(DATABASE.primary().first(COUNT, row -> row.getLong(0), id)).orElseThrow();
  }

  /** How long it takes, in milliseconds, until writes work again. */
  private static long untilWritable(long id) {
    long began = System.nanoTime();
    Uploads.until(() -> await(write(id)).answer().succeeded());
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
  }

  @Test
  @Proves(Promise.POSTGRES_FROZEN)
  void frozen_everyCallEndsInTime_andNothingIsWrittenTwice() {
    for (long id = 1; id <= 16; id++) {
      untilWritable(id);
    }
    CALLS.slowest();
    Future<?> unbounded;
    List<Future<Calls.Ended<Integer>>> writes = new ArrayList<>();
    Pool plain =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(1))
            .connectingTo(POSTGRES.primaryUri())
            .using(VERTX)
            .build();
    await(plainTransaction(plain));
    POSTGRES.freezePrimary();
    long id = 100;
    try {
      unbounded = plainTransaction(plain);
      List<Future<?>> reads = new ArrayList<>();
      for (; id < 140; id++) {
        writes.add(write(id));
        reads.add(read(id));
      }
      await(Future.join(writes));
      await(Future.join(reads));
      assertThat(CALLS.slowest()).isLessThan(2_000);
      assertThat(writes).noneMatch(write -> write.result().answer().succeeded());
      // Known by now: the next ones do not wait at all.
      assertThat(DATABASE.state()).isEqualTo("away");
      assertThat(await(read(1)).millis()).isLessThan(200);
      assertThat(await(write(140)).millis()).isLessThan(200);
      // The control: without these ends a transaction is still waiting.
      assertThat(unbounded.isComplete()).isFalse();
    } finally {
      POSTGRES.thawPrimary();
    }

    assertThat(untilWritable(200)).isLessThan(5_000);
    // Whoever was told "unavailable" tries again with the same key.
    LongStream.range(100, 141).forEach(again -> untilWritable(again));
    LongStream.range(100, 141).forEach(once -> assertThat(count(once)).isEqualTo(1));
    await(plain.close());
  }

  @Test
  @Proves(Promise.POSTGRES_FROZEN)
  void frozenBeforeCommit_outcomeIsUnknown_andIsNotTriedAgain() {
    List<Long> runs = new ArrayList<>();
    Calls.Ended<Integer> ended =
        await(
            CALLS.call(
                DEADLINE,
                () ->
                    DATABASE.transaction(
                        tx -> {
                          runs.add(1L);
                          return tx.update(ADD, 300L)
                              .compose(
                                  added ->
                                      VERTX.executeBlocking(
                                          () -> {
                                            POSTGRES.freezePrimary();
                                            return added;
                                          }));
                        })));
    POSTGRES.thawPrimary();

    assertThat(ended.answer().cause()).isInstanceOf(DatabaseUnavailable.class);
    assertThat(ended.millis()).isLessThan(2_000);
    assertThat(runs).hasSize(1);
    untilWritable(300);
    assertThat(count(300)).isEqualTo(1);
  }

  @Test
  @Proves(Promise.POSTGRES_KILLED)
  void killed_everyCallEndsInTime_andWritesWorkSoonAfter() {
    for (long id = 400; id < 420; id++) {
      untilWritable(id);
    }
    CALLS.slowest();
    POSTGRES.killPrimary();
    for (long id = 420; id < 460; id++) {
      Future<?> read = read(id);
      assertThat(await(write(id)).answer().failed()).isTrue();
      await(read);
    }
    assertThat(CALLS.slowest()).isLessThan(1_000);

    POSTGRES.startPrimary();

    assertThat(untilWritable(460)).isLessThan(5_000);
    LongStream.range(400, 420).forEach(kept -> assertThat(count(kept)).isEqualTo(1));
  }

  @Test
  void oneConnectionSilent_isReplaced_andTheServerIsNotGivenUp() throws Exception {
    List<Future<Integer>> asked = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      asked.add(DATABASE.primary().first(PID, row -> row.getInteger(0)).map(pid -> pid.get()));
    }
    await(Future.all(asked));
    int stuck = asked.getFirst().result();
    signal("STOP", stuck);
    try {
      long began = System.nanoTime();
      Uploads.until(
          () -> {
            List<Future<?>> reads = new ArrayList<>();
            for (long id = 1; id <= 32; id++) {
              reads.add(read(id));
            }
            return await(
                Future.join(reads)
                    .transform(
                        done ->
                            Future.succeededFuture(
                                reads.stream()
                                    .allMatch(
                                        read ->
                                            ((Calls.Ended<?>) read.result())
                                                .answer()
                                                .succeeded()))));
          });
      assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isLessThan(6_000);
      assertThat(DATABASE.state()).isEqualTo("ok");
    } finally {
      signal("CONT", stuck);
    }
  }

  private static Future<Integer> plainTransaction(Pool pool) {
    return pool.getConnection()
        .compose(
            connection ->
                connection
                    .begin()
                    .compose(begun -> connection.query("SELECT 1").execute())
                    .compose(rows -> connection.close().map(rows.size())));
  }

  private static void signal(String signal, int pid) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Integer.toString(pid)).inheritIO().start().waitFor();
  }
}
