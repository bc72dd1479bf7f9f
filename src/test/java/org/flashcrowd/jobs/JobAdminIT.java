package org.flashcrowd.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.jobs.JobNode.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.db.Page;
import org.flashcrowd.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobAdminIT {
  private static final JobKind WORK = JobKind.named("test.work", Role.FEED);
  private static final JobKind OTHER = JobKind.named("test.other", Role.FEED);

  private TestDatabase postgres;
  private JobNode node;
  private JobAdmin admin;

  @BeforeEach
  void open() {
    postgres = TestDatabase.fresh();
    node = new JobNode(postgres.uri(), List.of(WORK, OTHER), Map.of());
    admin = new JobAdmin(node.database);
  }

  @AfterEach
  void close() {
    node.close();
    postgres.close();
  }

  private void enqueue(JobKind kind, int count) {
    for (int i = 0; i < count; i++) {
      node.enqueue(JobRequest.of(kind, new JsonObject().put("n", i)).owner(5));
    }
  }

  private void park() {
    node.update(
        "UPDATE job SET state = 'parked', attempt = 12, failure = 'why', failed_at = now()");
  }

  @Test
  void list_pages_newestFirstByKind() {
    enqueue(WORK, 3);
    enqueue(OTHER, 1);

    List<JobAdmin.Entry> first =
        await(admin.list(JobAdmin.State.AVAILABLE, "test.work", Page.first(2)));
    List<JobAdmin.Entry> rest =
        await(
            admin.list(
                JobAdmin.State.AVAILABLE,
                "test.work",
                new Page(first.getLast().id(), 0, false, 2)));

    assertThat(first).extracting(entry -> entry.args().getInteger("n")).containsExactly(2, 1);
    assertThat(rest).extracting(entry -> entry.args().getInteger("n")).containsExactly(0);
    assertThat(await(admin.list(JobAdmin.State.AVAILABLE, null, Page.first(10)))).hasSize(4);
    assertThat(await(admin.list(JobAdmin.State.RUNNING, null, Page.first(10)))).isEmpty();
  }

  @Test
  void list_parked_saysWhy() {
    enqueue(WORK, 1);
    park();

    assertThat(await(admin.list(JobAdmin.State.PARKED, null, Page.first(10))))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.failure()).isEqualTo("why");
              assertThat(entry.failedAt()).isNotNull();
              assertThat(entry.owner()).isEqualTo(5);
              assertThat(entry.attempt()).isEqualTo(12);
            });
  }

  @Test
  void retry_parkedJob_isAvailableWithAllItsAttempts() {
    enqueue(WORK, 2);
    park();
    long id = node.number("SELECT min(id) FROM job");

    assertThat(await(admin.retry(id))).isTrue();
    assertThat(await(admin.retry(id))).isFalse();
    assertThat(await(admin.retry(-1))).isFalse();

    assertThat(node.number("SELECT attempt::bigint FROM job WHERE state = 'available'")).isZero();
    assertThat(node.number("SELECT count(*) FROM job WHERE state = 'parked'")).isEqualTo(1);
  }

  @Test
  void retryParked_moreThanABatch_retriesAllOfTheKind() {
    enqueue(OTHER, 1);
    park();
    node.update(
        """
        INSERT INTO job (kind, state, priority, max_attempts, turn, run_at, args)
        SELECT 'test.work', 'parked', 100, 12, now(), now(), '{}' FROM generate_series(1, 2500)
        """);

    assertThat(await(admin.retryParked("test.work"))).isEqualTo(2500);
    assertThat(node.number("SELECT count(*) FROM job WHERE state = 'parked'")).isEqualTo(1);
  }

  @Test
  void discard_runningJob_isRefused() {
    enqueue(WORK, 2);
    long running = node.number("SELECT min(id) FROM job");
    node.update("UPDATE job SET state = 'running' WHERE id = $1", running);

    assertThat(await(admin.discard(running))).isFalse();
    assertThat(await(admin.discard(node.number("SELECT max(id) FROM job")))).isTrue();
    assertThat(node.number("SELECT count(*) FROM job")).isEqualTo(1);
  }

  @Test
  void gauges_eachState_showDepthAndAge() {
    enqueue(WORK, 3);
    node.enqueue(JobRequest.of(OTHER, new JsonObject()).delay(Duration.ofHours(1)));
    node.update("UPDATE job SET run_at = now() - interval '1 minute' WHERE state = 'available'");
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    QueueGauges gauges = new QueueGauges(node.sql(), meters, node.jobs.kinds());

    await(gauges.sample());

    assertThat(gauge(meters, "flashcrowd.jobs.depth", "test.work", "available")).isEqualTo(3);
    assertThat(gauge(meters, "flashcrowd.jobs.oldest.age", "test.work", "available"))
        .isBetween(60.0, 99.0);
    assertThat(gauge(meters, "flashcrowd.jobs.depth", "test.other", "scheduled")).isEqualTo(1);
    assertThat(gauge(meters, "flashcrowd.jobs.depth", "test.other", "parked")).isZero();
  }

  private static double gauge(SimpleMeterRegistry meters, String name, String kind, String state) {
    return meters.get(name).tags("kind", kind, "state", state).gauge().value();
  }
}
