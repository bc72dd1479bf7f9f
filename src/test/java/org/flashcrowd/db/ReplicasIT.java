package org.flashcrowd.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestServer.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.flashcrowd.cache.RedisConnections;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.Secret;
import org.flashcrowd.dev.ReplicatedPostgres;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.resilience.Breakers;
import org.flashcrowd.resilience.RedisCommands;
import org.flashcrowd.testing.TestRedis;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Reads from a real streaming replica that shows everything five seconds late. */
@Tag("faults")
class ReplicasIT {
  private static final Duration LATE = Duration.ofSeconds(5);
  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final long WRITER = 1;
  private static final long SOMEBODY_ELSE = 2;
  private static final ReplicatedPostgres POSTGRES = ReplicatedPostgres.start(LATE);
  private static final Vertx VERTX = Vertx.vertx();
  private static final Calls CALLS = new Calls(VERTX);
  private static final AtomicLong IDS = new AtomicLong(1_000);

  private static final Query ADD =
      Query.named("test.add", "INSERT INTO tag (id, name) VALUES ($1, 'tag' || $1::bigint)");
  private static final Query COUNT =
      Query.named("test.count", "SELECT count(*) FROM tag WHERE id = $1");

  /** Forgets: what reads would show if nobody kept in mind who wrote. */
  private static final RecentWrites FORGETFUL =
      new RecentWrites() {
        @Override
        public Future<Void> remember(long account) {
          return Future.succeededFuture();
        }

        @Override
        public Future<Boolean> unseen(long account, long replayed) {
          return Future.succeededFuture(false);
        }
      };

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final RedisConnections redis =
      RedisConnections.open(VERTX, new Secret(TestRedis.uri()), Config.defaults().redis());
  private final List<Database> nodes = new ArrayList<>();

  @AfterEach
  void closeNodes() {
    nodes.forEach(node -> await(node.close()));
    await(redis.close());
  }

  @AfterAll
  static void close() {
    await(VERTX.close());
    POSTGRES.close();
  }

  /** A node that reads from the replica already. */
  private Database node(String maxLag, RecentWrites writes) {
    Database node =
        Database.open(
            VERTX,
            POSTGRES.primaryUri(),
            Config.load(
                    null,
                    Map.of(
                        "FLASHCROWD_DATABASE_REPLICAS",
                        POSTGRES.replicaUri(),
                        "FLASHCROWD_DATABASE_MAX_REPLICA_LAG",
                        maxLag))
                .database(),
            meters,
            new Breakers(VERTX, meters),
            writes);
    nodes.add(node);
    awaitUse(node);
    return node;
  }

  private static void awaitUse(Database node) {
    Uploads.until(() -> node.replicaState().equals("1 of 1"));
  }

  private RecentWrites shared(RedisCommands redis, Duration maxLag) {
    return new SharedWrites(redis, new Breakers(VERTX, meters), maxLag);
  }

  /** As the edge does it: the account hears of its write once it is remembered. */
  private static long write(Database node) {
    long id = IDS.incrementAndGet();
    await(node.transaction(tx -> tx.update(ADD, id)).eventually(() -> node.wrote(WRITER)));
    return id;
  }

  private static long seen(Database node, @Nullable Long reader, long id) {
    return await(node.replica(reader).first(COUNT, row -> row.getLong(0), id)).orElseThrow();
  }

  private double reads(String reason) {
    return meters.get("flashcrowd.db.reads").tag("reason", reason).counter().count();
  }

  @Test
  @Proves(Promise.REPLICA_LAGS)
  void ownWrite_isVisibleAtOnce_somebodyElsesMayBeLate() {
    Database node = node("60s", new NodeWrites(Duration.ofSeconds(60)));

    long id = write(node);

    assertThat(seen(node, WRITER, id)).isEqualTo(1);
    // The control: these two were really read from a replica that is late.
    assertThat(seen(node, SOMEBODY_ELSE, id)).isZero();
    assertThat(seen(node, null, id)).isZero();
    assertThat(node.replicaState()).isEqualTo("1 of 1");
    assertThat(reads("own-writes")).isEqualTo(1);
    Uploads.until(() -> seen(node, SOMEBODY_ELSE, id) == 1);
    // Once the replica has it, its writer reads there again.
    Uploads.until(
        () -> {
          double before = reads("own-writes");
          return seen(node, WRITER, id) == 1 && reads("own-writes") == before;
        });
  }

  @Test
  @Proves(Promise.REPLICA_LAGS)
  void ownWrite_whereNobodyRemembers_isLate() {
    Database node = node("60s", FORGETFUL);

    long id = write(node);

    assertThat(seen(node, WRITER, id)).isZero();
  }

  @Test
  @Proves(Promise.REPLICA_LAGS)
  void ownWrite_throughAnotherNode_isVisibleAtOnce() {
    RecentWrites writes = shared(redis::send, Duration.ofSeconds(1));
    Database one = node("60s", shared(redis::send, Duration.ofSeconds(1)));
    Database other = node("60s", writes);
    // Redis is trusted once it has been known for longer than anything is kept.
    long now = System.nanoTime();
    for (long account : List.of(WRITER, SOMEBODY_ELSE)) {
      Uploads.until(() -> !await(writes.unseen(account, now)));
    }

    long id = write(one);

    assertThat(seen(other, WRITER, id)).isEqualTo(1);
    assertThat(seen(other, SOMEBODY_ELSE, id)).isZero();
  }

  @Test
  @Proves(Promise.REPLICA_LAGS)
  void ownWrite_whileRedisIsAway_isVisibleAtOnce() {
    RedisCommands away = command -> Future.failedFuture("Redis is away");
    Database node = node("60s", shared(away, Duration.ofSeconds(60)));

    long id = write(node);

    assertThat(seen(node, WRITER, id)).isEqualTo(1);
    // Nobody can tell whether these wrote elsewhere: the primary knows.
    assertThat(seen(node, SOMEBODY_ELSE, id)).isEqualTo(1);
    assertThat(seen(node, null, id)).isZero();
  }

  @Test
  void sharedWrites_keysThatAreLost_areFoundOut() {
    Duration lag = Duration.ofMillis(500);
    RecentWrites one = shared(redis::send, lag);
    RecentWrites other = shared(redis::send, lag);
    long past = System.nanoTime();
    Uploads.until(() -> !await(other.unseen(WRITER, past)));
    await(one.remember(WRITER));
    assertThat(await(other.unseen(WRITER, past))).isTrue();
    Uploads.until(() -> !await(other.unseen(WRITER, past)));

    await(one.remember(WRITER));
    await(redis.send(Request.cmd(Command.FLUSHDB)).map(flushed -> true));

    assertThat(await(other.unseen(WRITER, past))).isTrue();
  }

  @Test
  @Proves(Promise.REPLICA_LAGS)
  void lagBeyondTheLimit_readsFromThePrimary_untilItHasCaughtUp() {
    Database node = node("1s", new NodeWrites(Duration.ofSeconds(1)));

    long id = write(node);
    Uploads.until(() -> node.replicaState().equals("0 of 1"));

    assertThat(seen(node, null, id)).isEqualTo(1);
    assertThat(reads("no-replica")).isPositive();
    assertThat(meters.get("flashcrowd.db.replica.lag").gauge().value()).isGreaterThan(1);
    awaitUse(node);
    assertThat(seen(node, null, id)).isEqualTo(1);
  }

  @Test
  @Proves(Promise.REPLICA_LAGS)
  void killedUnderLoad_noReadFails_andItComesBack() {
    Database node = node("60s", new NodeWrites(Duration.ofSeconds(60)));

    int failed = readWhile(node, POSTGRES::killReplica);

    assertThat(failed).isZero();
    // The control: reads were under way there, and without a second attempt they had failed.
    assertThat(reads("replica-failed")).isPositive();
    assertThat(node.replicaState()).isEqualTo("0 of 1");
    POSTGRES.startReplica(LATE);
    awaitUse(node);
  }

  @Test
  @Proves(Promise.REPLICA_LAGS)
  void frozenUnderLoad_noReadFails_andItComesBack() {
    Database node = node("60s", new NodeWrites(Duration.ofSeconds(60)));
    int failed;
    try {
      failed = readWhile(node, POSTGRES::freezeReplica);
      assertThat(reads("replica-failed")).isPositive();
      assertThat(node.replicaState()).isEqualTo("0 of 1");
    } finally {
      POSTGRES.thawReplica();
    }
    assertThat(failed).isZero();
    awaitUse(node);
  }

  /** Reads as many people would, before and after something happens; how many reads failed. */
  private static int readWhile(Database node, Runnable happens) {
    AtomicInteger failed = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    List<Future<Void>> readers = new ArrayList<>();
    for (int reader = 0; reader < 32; reader++) {
      readers.add(keepReading(node, 200, failed, done));
    }
    Uploads.until(() -> done.get() > 500);
    happens.run();
    await(Future.join(readers));
    return failed.get();
  }

  private static Future<Void> keepReading(
      Database node, int left, AtomicInteger failed, AtomicInteger done) {
    if (left == 0) {
      return Future.succeededFuture();
    }
    return CALLS
        .call(DEADLINE, () -> node.replica().first(COUNT, row -> row.getLong(0), 1L))
        .compose(
            ended -> {
              done.incrementAndGet();
              if (ended.answer().failed()) {
                failed.incrementAndGet();
              }
              return VERTX.timer(5).compose(due -> keepReading(node, left - 1, failed, done));
            });
  }
}
