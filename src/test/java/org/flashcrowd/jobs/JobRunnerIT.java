package org.flashcrowd.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flashcrowd.jobs.JobNode.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobRunnerIT {
  private static final JobKind WORK = JobKind.named("test.work", Role.FEED).on("thing.happened");
  private static final JobKind OTHER =
      JobKind.named("test.other", Role.NOTIFY).on("thing.happened");
  private static final List<JobKind> KINDS = List.of(WORK, OTHER);

  /** Polls so rarely that a test which waits for a poll fails. */
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

  @Test
  void enqueue_committed_runsAndLeavesNothing() {
    Promise<Job> ran = Promise.promise();
    node.start()
        .work(
            WORK,
            4,
            job -> {
              ran.complete(job);
              return Future.succeededFuture();
            });

    node.enqueue(JobRequest.of(WORK, new JsonObject().put("id", "7")));

    Job job = await(ran.future());
    assertThat(job.args().getString("id")).isEqualTo("7");
    assertThat(job.attempt()).isEqualTo(1);
    await(node.runner.drain(java.time.Duration.ofSeconds(5)));
    assertThat(node.number("SELECT count(*) FROM job")).isZero();
  }

  @Test
  void enqueue_rolledBack_leavesNothing() {
    assertThatThrownBy(
            () ->
                await(
                    node.database.transaction(
                        tx ->
                            node.jobs
                                .enqueue(tx, JobRequest.of(WORK, new JsonObject()))
                                .compose(
                                    enqueued -> Future.failedFuture(new IllegalStateException())))))
        .isInstanceOf(IllegalStateException.class);

    assertThat(node.number("SELECT count(*) FROM job")).isZero();
  }
}
