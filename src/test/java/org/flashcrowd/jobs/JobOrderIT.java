package org.flashcrowd.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.jobs.JobNode.await;
import static org.flashcrowd.jobs.JobRunnerIT.awaitLatch;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.resilience.Surge;
import org.flashcrowd.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who goes first: priorities, lanes, owners, and jobs of one key. */
class JobOrderIT {
  private static final JobKind WORK = JobKind.named("test.work", Role.FEED);
  private static final JobKind URGENT =
      JobKind.named("test.urgent", Role.FEED).lane(Lane.INTERACTIVE);
  private static final JobKind BULK = JobKind.named("test.bulk", Role.FEED).lane(Lane.BACKFILL);
  private static final List<JobKind> KINDS = List.of(WORK, URGENT, BULK);

  private TestDatabase postgres;
  private JobNode node;

  @BeforeEach
  void open() {
    postgres = TestDatabase.fresh();
    node =
        new JobNode(postgres.uri(), KINDS, Map.of("JOBS_SLOTS", "4", "JOBS_POLL_INTERVAL", "50ms"));
  }

  @AfterEach
  void close() {
    node.close();
    postgres.close();
  }

  private static JobRequest named(JobKind kind, String name) {
    return JobRequest.of(kind, new JsonObject().put("name", name));
  }

  /** Runs what is enqueued one by one, and returns the names in order. */
  private List<String> runAll(int count) {
    ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();
    CountDownLatch all = new CountDownLatch(count);
    node.start()
        .work(
            WORK,
            1,
            job -> {
              order.add(job.args().getString("name"));
              all.countDown();
              return Future.succeededFuture();
            });
    awaitLatch(all);
    return List.copyOf(order);
  }

  @Test
  void claim_priorities_lowestNumberFirst() {
    node.enqueue(named(WORK, "middling"), named(WORK, "last").priority(900));
    node.enqueue(named(WORK, "first").priority(1));

    assertThat(runAll(3)).containsExactly("first", "middling", "last");
  }

  @Test
  void claim_ownerWithThousandJobs_doesNotDelayAnother() {
    List<JobRequest> thousand = new ArrayList<>();
    IntStream.range(0, 1000).forEach(i -> thousand.add(named(WORK, "many").owner(1)));
    await(node.database.transaction(tx -> node.jobs.enqueue(tx, thousand)));
    for (int i = 0; i < 50; i++) {
      node.enqueue(named(WORK, "many").owner(1));
    }
    node.enqueue(named(WORK, "one").owner(2));

    // Behind one job of the other for each second since that one enqueued the first.
    assertThat(runAll(1051).indexOf("one")).isLessThan(25);
  }

  @Test
  void promote_delayedJobsOfOneOwner_takeTheirTurnsToo() {
    List<JobRequest> hundred = new ArrayList<>();
    IntStream.range(0, 100)
        .forEach(i -> hundred.add(named(WORK, "many").owner(1).delay(Duration.ofHours(1))));
    await(node.database.transaction(tx -> node.jobs.enqueue(tx, hundred)));
    node.update("UPDATE job SET run_at = now()");
    node.runner.promote();
    node.until(0, "SELECT count(*) FROM job WHERE state = 'scheduled'");
    node.enqueue(named(WORK, "one").owner(2));

    assertThat(runAll(101).indexOf("one")).isLessThan(25);
  }

  @Test
  void claim_backfillThatNeverEnds_leavesSlotsForOthers() {
    AtomicInteger bulk = new AtomicInteger();
    CountDownLatch bulkBegun = new CountDownLatch(1);
    Promise<String> urgent = Promise.promise();
    node.start()
        .work(
            BULK,
            100,
            job -> {
              bulk.incrementAndGet();
              bulkBegun.countDown();
              return Promise.<Void>promise().future();
            })
        .work(
            URGENT,
            100,
            job -> {
              urgent.tryComplete(job.args().getString("name"));
              return Future.succeededFuture();
            });
    for (int i = 0; i < 10; i++) {
      node.enqueue(named(BULK, "bulk"));
    }
    awaitLatch(bulkBegun);

    node.enqueue(named(URGENT, "now"));

    assertThat(await(urgent.future())).isEqualTo("now");
    assertThat(bulk.get()).isEqualTo(1);
  }

  @Test
  void uniqueKey_queuedSeveralTimes_runsOnce() {
    node.enqueue(named(WORK, "a").uniqueKey("k"), named(WORK, "a").uniqueKey("k"));
    node.enqueue(named(WORK, "a").uniqueKey("k"));
    node.enqueue(named(WORK, "a").uniqueKey("k").delay(Duration.ofSeconds(30)));
    node.enqueue(named(WORK, "b").uniqueKey("l"), named(WORK, "end").priority(900));

    assertThat(runAll(3)).containsExactly("a", "b", "end");
    node.until(0, "SELECT count(*) FROM job");
  }

  @Test
  void uniqueKey_delayedLongerThanATransaction_isInsertedOnce() {
    JobRequest digest = named(WORK, "digest").uniqueKey("k").delay(Duration.ofMinutes(10));

    node.enqueue(digest);
    node.enqueue(digest);
    node.enqueue(digest.delay(Duration.ofMinutes(5)));

    assertThat(node.number("SELECT count(*) FROM job")).isEqualTo(2);
  }

  @Test
  void uniqueKey_enqueuedWhileItsJobRuns_runsAgainAfterwards() {
    Promise<Void> first = Promise.promise();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch both = new CountDownLatch(2);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger others = new AtomicInteger();
    node.start()
        .work(
            WORK,
            3,
            job -> {
              if (!job.args().getString("name").equals("a")) {
                others.incrementAndGet();
                return Future.succeededFuture();
              }
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              begun.countDown();
              both.countDown();
              return first.future().onSuccess(done -> now.decrementAndGet());
            });
    node.enqueue(named(WORK, "a").uniqueKey("k"));
    awaitLatch(begun);
    node.enqueue(named(WORK, "a").uniqueKey("k"));
    node.enqueue(named(WORK, "other"));
    node.until(2, "SELECT count(*) FROM job");

    assertThat(others.get()).isEqualTo(1);
    first.complete();
    awaitLatch(both);
    assertThat(most.get()).isEqualTo(1);
    node.until(0, "SELECT count(*) FROM job");
  }

  @Test
  void uniqueKey_enqueuedByATransactionStillOpen_runsAgainAfterItsCommit() {
    AtomicInteger runs = new AtomicInteger();
    Promise<Void> twice = Promise.promise();
    Promise<Void> ranOnce = Promise.promise();
    Promise<Void> inserted = Promise.promise();
    node.enqueue(named(WORK, "a").uniqueKey("k"));
    // Its write cannot have been seen by the job that waits already, which runs meanwhile.
    Future<Void> open =
        node.database.transaction(
            tx ->
                node.jobs
                    .enqueue(tx, named(WORK, "a").uniqueKey("k"))
                    .onSuccess(done -> inserted.complete())
                    .compose(done -> ranOnce.future()));
    await(inserted.future());
    node.start()
        .work(
            WORK,
            1,
            job -> {
              if (runs.incrementAndGet() == 2) {
                twice.complete();
              }
              ranOnce.tryComplete();
              return Future.succeededFuture();
            });
    await(open);

    await(twice.future());
    node.until(0, "SELECT count(*) FROM job");
  }

  @Test
  void work_inASurge_backfillWaitsAndWhatIsLookedAtDoesNot() {
    CountDownLatch urgent = new CountDownLatch(2);
    CountDownLatch bulk = new CountDownLatch(1);
    node.surge(Surge.Level.PATIENT);
    node.start().work(URGENT, 1, job -> done(urgent)).work(BULK, 1, job -> done(bulk));

    node.enqueue(named(BULK, "b"), named(URGENT, "u"));
    node.until(1, "SELECT count(*) FROM job");
    // The runner has looked at the whole queue since.
    node.enqueue(named(URGENT, "later"));
    awaitLatch(urgent);
    assertThat(node.number("SELECT count(*) FROM job WHERE kind = 'test.bulk'")).isOne();
    assertThat(bulk.getCount()).isOne();

    node.surge(Surge.Level.FRUGAL);
    awaitLatch(bulk);
  }

  private static Future<Void> done(CountDownLatch latch) {
    latch.countDown();
    return Future.succeededFuture();
  }
}
