package org.flashcrowd.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flashcrowd.jobs.JobNode.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobRunnerIT {
  private static final JobKind WORK =
      JobKind.named("test.work", Role.FEED).maxAttempts(2).on("thing.happened");
  private static final JobKind OTHER =
      JobKind.named("test.other", Role.NOTIFY).on("thing.happened").on("thing.ended");
  private static final JobKind HURRIED =
      JobKind.named("test.hurried", Role.FEED).timeout(Duration.ofMillis(50));
  private static final List<JobKind> KINDS = List.of(WORK, OTHER, HURRIED);

  /** Polls so rarely that a test which needs a poll fails. */
  private static final Map<String, String> QUIET = Map.of("JOBS_POLL_INTERVAL", "1m");

  private TestDatabase postgres;
  private JobNode node;

  @BeforeEach
  void open() {
    postgres = TestDatabase.fresh();
    node = new JobNode(postgres.uri(), KINDS, QUIET);
  }

  @AfterEach
  void close() {
    node.close();
    postgres.close();
  }

  private static JobRequest work() {
    return JobRequest.of(WORK, new JsonObject());
  }

  @Test
  void enqueue_committed_runsAndLeavesNothing() {
    Promise<Job> ran = Promise.promise();
    node.start().work(WORK, 4, completing(ran));

    node.enqueue(JobRequest.of(WORK, new JsonObject().put("id", "7")));

    Job job = await(ran.future());
    assertThat(job.args().getString("id")).isEqualTo("7");
    assertThat(job.attempt()).isEqualTo(1);
    node.until(0, "SELECT count(*) FROM job");
    assertThat(node.meters.counter("flashcrowd.jobs.finished", "kind", "test.work").count())
        .isEqualTo(1);
    assertThat(node.meters.timer("flashcrowd.jobs.wait", "kind", "test.work").count()).isEqualTo(1);
  }

  private static JobHandler completing(Promise<Job> ran) {
    return job -> {
      ran.tryComplete(job);
      return Future.succeededFuture();
    };
  }

  @Test
  void enqueue_rolledBack_leavesNothing() {
    assertThatThrownBy(
            () ->
                await(
                    node.database.transaction(
                        tx ->
                            node.jobs
                                .enqueue(tx, work())
                                .compose(done -> Future.failedFuture(new JobTrouble())))))
        .isInstanceOf(JobTrouble.class);

    assertThat(node.number("SELECT count(*) FROM job")).isZero();
  }

  @Test
  void enqueue_kindNobodyDeclared_isRefused() {
    JobKind unknown = JobKind.named("test.unknown", Role.FEED);

    assertThatThrownBy(() -> node.enqueue(JobRequest.of(unknown, new JsonObject())))
        .hasMessageContaining("test.unknown is not in the list");
  }

  @Test
  void announce_topic_makesOneJobOfEachSubscriber() {
    await(
        node.database.transaction(
            tx -> node.jobs.announce(tx, "thing.happened", new JsonObject().put("id", "1"), 9)));
    await(
        node.database.transaction(
            tx -> node.jobs.announce(tx, "nobody.cares", new JsonObject(), 9)));

    assertThat(node.rows("SELECT kind, owner FROM job ORDER BY kind"))
        .extracting(row -> row.getString("kind") + " " + row.getLong("owner"))
        .containsExactly("test.other 9", "test.work 9");
  }

  @Test
  void enqueue_onAnotherNode_wakesThisOne() {
    Promise<Job> ran = Promise.promise();
    node.start().work(WORK, 1, completing(ran));
    try (JobNode elsewhere = new JobNode(postgres.uri(), KINDS, QUIET)) {
      elsewhere.enqueue(work());

      assertThat(await(ran.future()).kind()).isEqualTo(WORK);
    }
  }

  @Test
  void enqueue_kindOfAnotherRole_staysForItsNodes() {
    Promise<Job> ran = Promise.promise();
    try (JobNode feeds =
        new JobNode(postgres.uri(), KINDS, Map.of("ROLES", "feed", "JOBS_POLL_INTERVAL", "50ms"))) {
      feeds.start().work(OTHER, 1, completing(Promise.promise())).work(WORK, 1, completing(ran));

      feeds.enqueue(JobRequest.of(OTHER, new JsonObject()), work());

      await(ran.future());
      feeds.until(0, "SELECT count(*) FROM job WHERE kind = 'test.work'");
      assertThat(feeds.number("SELECT count(*) FROM job WHERE state = 'available'")).isEqualTo(1);
    }
  }

  @Test
  void claim_moreJobsThanSlots_neverExceedsThem() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(50);
    try (JobNode small =
        new JobNode(
            postgres.uri(), KINDS, Map.of("JOBS_SLOTS", "4", "JOBS_POLL_INTERVAL", "10ms"))) {
      small
          .start()
          .work(
              WORK,
              100,
              job -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                return small
                    .vertx
                    .timer(2, TimeUnit.MILLISECONDS)
                    .onSuccess(
                        over -> {
                          now.decrementAndGet();
                          all.countDown();
                        })
                    .mapEmpty();
              });
      JobRequest[] fifty = new JobRequest[50];
      Arrays.setAll(fifty, i -> work());
      small.enqueue(fifty);

      assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
      // The default lane gets three quarters.
      assertThat(most.get()).isEqualTo(3);
    }
  }

  @Test
  void handle_failure_isRetriedWithBackoffAndReason() {
    Promise<Job> ran = Promise.promise();
    node.start()
        .work(
            WORK,
            1,
            job -> {
              if (job.attempt() == 1) {
                throw new JobTrouble();
              }
              ran.complete(job);
              return Future.succeededFuture();
            });
    node.enqueue(work());
    node.until(1, "SELECT count(*) FROM job WHERE state = 'scheduled'");

    assertThat(
            node.number(
                "SELECT count(*) FROM job WHERE failure = 'JobTrouble: as ordered' AND runner IS"
                    + " NULL AND run_at BETWEEN created_at AND now() + interval '1 s'"))
        .isEqualTo(1);
    node.update("UPDATE job SET run_at = now() - interval '1 s'");
    node.runner.promote();

    assertThat(await(ran.future()).attempt()).isEqualTo(2);
    node.until(0, "SELECT count(*) FROM job");
  }

  @Test
  void handle_failureAfterLastAttempt_parksWithReasonAndCanBeRetried() {
    Promise<Job> ran = Promise.promise();
    AtomicInteger calls = new AtomicInteger();
    node.start()
        .work(
            WORK,
            1,
            job -> {
              if (calls.incrementAndGet() <= 2) {
                return Future.failedFuture(JobFailure.retryable("the mail server is down"));
              }
              ran.complete(job);
              return Future.succeededFuture();
            });
    node.enqueue(work());
    node.until(1, "SELECT count(*) FROM job WHERE state = 'scheduled'");
    node.update("UPDATE job SET run_at = now() - interval '1 s'");
    node.runner.promote();
    node.until(1, "SELECT count(*) FROM job WHERE state = 'parked'");

    assertThat(node.rows("SELECT failure FROM job").getFirst().getString(0))
        .isEqualTo("the mail server is down");
    assertThat(await(new JobAdmin(node.database).retryParked("test.work"))).isEqualTo(1);
    assertThat(await(ran.future()).attempt()).isEqualTo(1);
  }

  @Test
  void handle_permanentFailure_parksAtOnce() {
    node.start().work(WORK, 1, job -> Future.failedFuture(JobFailure.permanent("no such photo\0")));

    node.enqueue(work());

    node.until(1, "SELECT count(*) FROM job WHERE state = 'parked' AND attempt = 1");
    assertThat(node.rows("SELECT failure FROM job").getFirst().getString(0))
        .isEqualTo("no such photo ");
  }

  @Test
  void handle_longerThanItsTimeout_isRetriedAndItsSlotStaysTaken() {
    AtomicInteger calls = new AtomicInteger();
    node.start()
        .work(
            HURRIED,
            1,
            job -> {
              calls.incrementAndGet();
              return Promise.<Void>promise().future();
            });
    node.enqueue(JobRequest.of(HURRIED, new JsonObject()));
    node.until(1, "SELECT count(*) FROM job WHERE failure = 'took longer than PT0.05S'");
    node.update("UPDATE job SET run_at = now() - interval '1 s'");
    node.runner.promote();
    node.until(1, "SELECT count(*) FROM job WHERE state = 'available'");

    assertThat(calls.get()).isEqualTo(1);
    assertThat(node.meters.get("flashcrowd.jobs.slots.taken").gauge().value()).isEqualTo(1);
  }

  @Test
  void delay_notYetDue_waits() {
    Promise<Job> ran = Promise.promise();
    node.start().work(WORK, 1, completing(ran));
    node.enqueue(work().delay(Duration.ofMinutes(10)));
    node.runner.promote();
    assertThat(node.number("SELECT count(*) FROM job WHERE state = 'scheduled'")).isEqualTo(1);

    node.update("UPDATE job SET run_at = now()");
    node.runner.promote();

    await(ran.future());
  }

  @Test
  void drain_workersAtWork_waitsForTheQuickAndReleasesTheRest() {
    Promise<Void> quick = Promise.promise();
    CountDownLatch begun = new CountDownLatch(2);
    node.start()
        .work(
            WORK,
            1,
            job -> {
              begun.countDown();
              return quick.future();
            })
        .work(
            OTHER,
            1,
            job -> {
              begun.countDown();
              return Promise.<Void>promise().future();
            });
    node.enqueue(work(), JobRequest.of(OTHER, new JsonObject()));
    awaitLatch(begun);

    Future<Void> drained = node.runner.drain(Duration.ofMillis(300));
    quick.complete();
    await(drained);

    assertThat(node.rows("SELECT kind, state::text, attempt, runner FROM job"))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.getString("kind")).isEqualTo("test.other");
              assertThat(row.getString("state")).isEqualTo("available");
              assertThat(row.getInteger("attempt")).isZero();
              assertThat(row.getLong("runner")).isNull();
            });
    assertThat(node.number("SELECT count(*) FROM job_runner")).isZero();
  }

  @Test
  void drain_jobsNoWorkerHasBegun_goBackAtOnce() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    node.start()
        .workBlocking(
            WORK,
            5,
            job -> {
              begun.countDown();
              awaitLatch(go);
              return Future.succeededFuture();
            });
    node.enqueue(work(), work(), work());
    awaitLatch(begun);
    node.until(3, "SELECT count(*) FROM job WHERE state = 'running'");

    Future<Void> drained = node.runner.drain(Duration.ofSeconds(10));

    node.until(2, "SELECT count(*) FROM job WHERE state = 'available' AND attempt = 0");
    go.countDown();
    await(drained);
    assertThat(node.number("SELECT count(*) FROM job")).isEqualTo(2);
  }

  static void awaitLatch(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("never happened");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /** What goes wrong on purpose. */
  private static final class JobTrouble extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JobTrouble() {
      super("as ordered");
    }
  }
}
