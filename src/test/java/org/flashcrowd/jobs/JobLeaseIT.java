package org.flashcrowd.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flashcrowd.jobs.JobNode.await;
import static org.flashcrowd.promises.Promise.JOB_KILLED;
import static org.flashcrowd.promises.Promise.PARTITION;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.db.Query;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to the jobs of a node that is thought dead, and is not. */
class JobLeaseIT {
  private static final JobKind WORK = JobKind.named("test.work", Role.FEED).maxAttempts(2);
  private static final Query EFFECT = Query.named("test.effect", "INSERT INTO effect VALUES ($1)");
  private static final Map<String, String> QUIET = Map.of("JOBS_POLL_INTERVAL", "1m");

  private TestDatabase postgres;
  private JobNode frozen;
  private JobNode rescuer;
  private final Promise<Job> begun = Promise.promise();
  private final Promise<Void> thaw = Promise.promise();
  private final Promise<Void> late = Promise.promise();

  @BeforeEach
  void open() {
    postgres = TestDatabase.fresh();
    frozen = new JobNode(postgres.uri(), List.of(WORK), QUIET);
    rescuer = new JobNode(postgres.uri(), List.of(WORK), QUIET);
    frozen.update("CREATE TABLE effect (id bigint)");
  }

  @AfterEach
  void close() {
    frozen.close();
    rescuer.close();
    postgres.close();
  }

  private static Future<Void> effect(JobNode node, Job job, boolean fenced) {
    return node.database.transaction(
        tx ->
            tx.run(EFFECT, job.id())
                .compose(
                    done -> fenced ? node.jobs.fence(tx, job) : Future.<Void>succeededFuture()));
  }

  /** One job that the first node begins and the second takes over while the first stands still. */
  private void takeOver(boolean fenced) {
    frozen
        .start()
        .work(
            WORK,
            1,
            job -> {
              begun.tryComplete(job);
              return thaw.future().compose(go -> effect(frozen, job, fenced)).onComplete(late);
            });
    frozen.enqueue(JobRequest.of(WORK, new JsonObject()));
    await(begun.future());
    frozen.update("UPDATE job_runner SET lease_until = now() - interval '1 s'");
    rescuer.start().work(WORK, 1, job -> effect(rescuer, job, fenced));
    await(rescuer.runner.rescue());
    rescuer.until(0, "SELECT count(*) FROM job");
    thaw.complete();
  }

  @Test
  @Proves(PARTITION)
  void fence_leaseLostMeanwhile_refusesTheOldHoldersEffect() {
    takeOver(true);

    assertThatThrownBy(() -> await(late.future())).isInstanceOf(LeaseLost.class);
    assertThat(frozen.number("SELECT count(*) FROM effect")).isEqualTo(1);
    assertThat(rescuer.meters.counter("flashcrowd.jobs.rescued", "kind", "test.work").count())
        .isEqualTo(1);
  }

  /** The control: without the fence the same course of events makes the effect twice. */
  @Test
  @Proves(JOB_KILLED)
  void noFence_leaseLostMeanwhile_makesTheEffectTwice() {
    takeOver(false);

    await(late.future());
    assertThat(frozen.number("SELECT count(*) FROM effect")).isEqualTo(2);
  }

  @Test
  @Proves(JOB_KILLED)
  void rescue_nodeWithValidLease_keepsItsJobs() {
    frozen
        .start()
        .work(
            WORK,
            1,
            job -> {
              begun.complete(job);
              return thaw.future();
            });
    frozen.enqueue(JobRequest.of(WORK, new JsonObject()));
    await(begun.future());
    rescuer.start();

    await(rescuer.runner.rescue());

    assertThat(rescuer.number("SELECT count(*) FROM job WHERE state = 'running'")).isEqualTo(1);
  }

  /** As when PostgreSQL dies between a claim's commit and its answer, and the node lives on. */
  @Test
  @Proves(JOB_KILLED)
  void claim_answerLost_jobIsGivenBackAndDone() {
    Map<String, String> brisk =
        Map.of("JOBS_POLL_INTERVAL", "100ms", "JOBS_LEASE", "3s", "JOBS_HEARTBEAT", "500ms");
    Promise<Job> again = Promise.promise();
    try (JobNode node = new JobNode(postgres.uri(), List.of(WORK), brisk)) {
      node.start()
          .work(
              WORK,
              1,
              job -> {
                again.tryComplete(job);
                return Future.succeededFuture();
              });
      node.update(
          """
          INSERT INTO job (kind, state, priority, attempt, max_attempts, turn, run_at, lease, runner, args)
          SELECT 'test.work', 'running', 1, 1, 2, now(), now(), 5, id, '{}' FROM job_runner
          """);

      assertThat(await(again.future()).attempt()).isEqualTo(1);
      node.until(0, "SELECT count(*) FROM job");
    }
  }

  @Test
  @Proves(JOB_KILLED)
  void rescue_jobThatKillsItsNodes_isParkedAfterItsLastAttempt() {
    rescuer.start();
    rescuer.update(
        """
        INSERT INTO job (kind, state, priority, attempt, max_attempts, turn, run_at, lease, runner, args)
        VALUES ('test.work', 'running', 1, 2, 2, now(), now(), 5, -1, '{}'),
               ('test.work', 'running', 1, 1, 2, now(), now(), 5, -1, '{}'),
               ('test.work', 'running', 1, 2, 9, now(), now(), 5, -1, '{}')
        """);

    await(rescuer.runner.rescue());

    assertThat(rescuer.rows("SELECT state::text, failure FROM job ORDER BY id"))
        .extracting(row -> row.getString("state"))
        .containsExactly("parked", "available", "scheduled");
    assertThat(rescuer.rows("SELECT failure FROM job").getFirst().getString(0)).contains("died");
  }

  @Test
  void heartbeat_givenUpNode_joinsAgainAndWorksOn() {
    Promise<Job> ran = Promise.promise();
    try (JobNode node =
        new JobNode(
            postgres.uri(),
            List.of(WORK),
            Map.of("JOBS_HEARTBEAT", "20ms", "JOBS_POLL_INTERVAL", "20ms"))) {
      node.start()
          .work(
              WORK,
              1,
              job -> {
                ran.complete(job);
                return Future.succeededFuture();
              });
      node.update("DELETE FROM job_runner");
      node.until(1, "SELECT count(*) FROM job_runner");

      node.enqueue(JobRequest.of(WORK, new JsonObject()));

      await(ran.future());
    }
  }

  @Test
  void claim_leaseRunOut_claimsNothing() {
    // Without a worker: it would find out, get another lease, and do the job.
    frozen.start();
    long runner = frozen.number("SELECT id FROM job_runner");
    frozen.update("UPDATE job_runner SET lease_until = now() - interval '1 s'");
    frozen.enqueue(JobRequest.of(WORK, new JsonObject()));

    List<QueueRepository.Claimed> claimed =
        await(new QueueRepository(frozen.database).claim(runner, List.of(new Slots.Want(WORK, 1))));

    assertThat(claimed).isEmpty();
    assertThat(frozen.number("SELECT count(*) FROM job WHERE state = 'available'")).isEqualTo(1);
  }
}
