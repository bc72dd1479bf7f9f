package org.flashcrowd.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flashcrowd.promises.Promise.CLOCK_OFF;
import static org.flashcrowd.testing.TestServer.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.flashcrowd.config.Config;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DatabaseIT {
  private static final TestDatabase TEST = TestDatabase.fresh();
  private static final Vertx VERTX = Vertx.vertx();
  private static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();
  private static final Database DATABASE =
      Database.open(
          VERTX,
          TEST.uri(),
          Config.load(null, Map.of("FLASHCROWD_DATABASE_STATEMENT_TIMEOUT", "3s")).database(),
          METERS);

  private static final Query ADD =
      Query.named(
          "test.add", "INSERT INTO tag (id, name) VALUES ($1, 'tag' || $1::bigint) RETURNING id");
  private static final Query COUNT =
      Query.named("test.count", "SELECT count(*) FROM tag WHERE id = $1");
  private static final PagedQuery PAGE =
      PagedQuery.named(
          "test.page",
          "SELECT id FROM tag WHERE id < $1 AND id > $2 AND id > $4 ORDER BY id :direction LIMIT"
              + " $3");

  @AfterAll
  static void close() {
    await(DATABASE.close());
    await(VERTX.close());
    TEST.close();
  }

  private static long count(long id) {
    return await(DATABASE.primary().first(COUNT, row -> row.getLong(0), id)).orElseThrow();
  }

  @Test
  void schema_indexes_areNoneTwice() {
    Query twice =
        Query.named(
            "test.twice",
            """
            WITH keys AS (
              SELECT i.indexrelid, i.indexrelid::regclass::text AS name, i.indrelid, x.relam,
                     coalesce(pg_get_expr(i.indpred, i.indrelid), '') AS part,
                     ARRAY(SELECT pg_get_indexdef(i.indexrelid, n, false) || i.indoption[n - 1]
                             FROM generate_series(1, i.indnkeyatts) n) AS columns
                FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
               JOIN pg_class x ON x.oid = i.indexrelid
               WHERE c.relnamespace = 'public'::regnamespace
            )
            SELECT a.name || ' = ' || b.name AS pair
              FROM keys a JOIN keys b USING (indrelid, relam, part, columns)
             WHERE a.indexrelid < b.indexrelid
            """);

    assertThat(await(DATABASE.primary().list(twice, row -> row.getString("pair")))).isEmpty();
  }

  @Test
  void run_namedStatement_isTimedUnderItsName() {
    count(1);

    assertThat(METERS.get("flashcrowd.db.query").tag("query", "test.count").timer().count())
        .isPositive();
  }

  @Test
  void run_slowerThanTheTimeout_isUnavailable() {
    Query slow = Query.named("test.slow", "SELECT pg_sleep(20)");

    assertThatThrownBy(() -> await(DATABASE.primary().run(slow)))
        .hasCauseInstanceOf(DatabaseUnavailable.class)
        .hasMessageContaining("test.slow");
  }

  @Test
  void run_refusedStatement_keepsItsReason() {
    await(DATABASE.primary().run(ADD, 100L));

    assertThatThrownBy(() -> await(DATABASE.primary().run(ADD, 100L)))
        .cause()
        .isInstanceOf(PgException.class)
        .matches(failure -> Violations.unique(failure, "tag_pkey"));
  }

  @Test
  void transaction_failingWork_leavesNothing() {
    Future<Void> failing =
        DATABASE.transaction(
            tx ->
                tx.run(ADD, 200L)
                    .compose(added -> Future.failedFuture(new IllegalArgumentException("no"))));

    assertThatThrownBy(() -> await(failing)).hasCauseInstanceOf(IllegalArgumentException.class);
    assertThat(count(200)).isZero();
  }

  @Test
  void transaction_deadlock_isRunAgain() {
    await(DATABASE.primary().run(ADD, 301L));
    await(DATABASE.primary().run(ADD, 302L));
    Query lock = Query.named("test.lock", "SELECT id FROM tag WHERE id = $1 FOR UPDATE");
    AtomicInteger attempts = new AtomicInteger();
    Promise<Void> firstHolds = Promise.promise();
    Promise<Void> secondHolds = Promise.promise();

    Future<?> first =
        DATABASE.transaction(
            tx -> {
              attempts.incrementAndGet();
              return tx.run(lock, 301L)
                  .onSuccess(held -> firstHolds.tryComplete())
                  .compose(held -> secondHolds.future())
                  .compose(both -> tx.run(lock, 302L));
            });
    Future<?> second =
        DATABASE.transaction(
            tx -> {
              attempts.incrementAndGet();
              return tx.run(lock, 302L)
                  .onSuccess(held -> secondHolds.tryComplete())
                  .compose(held -> firstHolds.future())
                  .compose(both -> tx.run(lock, 301L));
            });

    await(Future.all(first, second));
    assertThat(attempts.get()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void list_bothDirections_isNewestFirst() {
    for (long id = 1001; id <= 1005; id++) {
      await(DATABASE.primary().run(ADD, id));
    }
    Page newest = new Page(Long.MAX_VALUE, 0, false, 2);
    Page upwards = new Page(Long.MAX_VALUE, 1001, true, 2);

    assertThat(page(newest)).containsExactly(1005L, 1004L);
    assertThat(page(upwards)).containsExactly(1003L, 1002L);
  }

  private static List<Long> page(Page page) {
    return await(PAGE.list(DATABASE.primary(), page, row -> row.getLong("id"), 1000L));
  }

  @Test
  @Proves(CLOCK_OFF)
  void claim_manyNodesAtOnce_getNumbersApartAndIdsApart() {
    List<Future<NodeLease>> claims = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      claims.add(NodeLease.claim(VERTX, DATABASE, "node" + i));
    }
    Set<Integer> numbers = new HashSet<>();
    Set<Long> ids = new HashSet<>();
    for (Future<NodeLease> claim : claims) {
      NodeLease lease = await(claim);
      numbers.add(lease.number());
      for (int i = 0; i < 100; i++) {
        ids.add(lease.ids().next());
      }
      lease.release();
    }

    assertThat(numbers).hasSize(8);
    assertThat(ids).hasSize(800);
  }

  @Test
  @Proves(CLOCK_OFF)
  void claim_expiredNumber_isReusedAndStartsAfterItsLastHolder() {
    NodeLease holder = await(NodeLease.claim(VERTX, DATABASE, "holder"));
    holder.release();
    Query expire =
        Query.named(
            "test.expire",
            "UPDATE node SET reserved_until = to_timestamp($2::bigint / 1000.0) WHERE number = $1");
    long last = holder.ids().next();
    // As if the reservation had ended with the last id that it allowed.
    await(DATABASE.primary().run(expire, holder.number(), Ids.timeOf(last).toEpochMilli()));
    // An id may be a millisecond or two ahead of the database's clock.
    Query over =
        Query.named(
            "test.over", "SELECT reserved_until < clock_timestamp() FROM node WHERE number = $1");
    while (!await(DATABASE.primary().first(over, row -> row.getBoolean(0), holder.number()))
        .orElseThrow()) {
      Thread.onSpinWait();
    }

    NodeLease heir = await(NodeLease.claim(VERTX, DATABASE, "heir"));
    heir.release();

    assertThat(heir.number()).isEqualTo(holder.number());
    assertThat(heir.ids().next()).isGreaterThan(last);
  }
}
