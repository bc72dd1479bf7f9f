package org.flashcrowd.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.jobs.JobNode.await;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.flashcrowd.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The statements of the queue use their indexes, whatever the statistics say. */
class JobPlanIT {
  private static final JobKind WORK = JobKind.named("test.work", Role.FEED);

  private TestDatabase postgres;
  private JobNode node;
  private Sql sql;

  @BeforeEach
  void open() {
    postgres = TestDatabase.fresh();
    node = new JobNode(postgres.uri(), List.of(WORK), Map.of());
    sql = new QueueRepository(node.database).sql();
  }

  @AfterEach
  void close() {
    node.close();
    postgres.close();
  }

  private void fill(boolean analysedWhileEmpty) {
    if (analysedWhileEmpty) {
      node.update("ANALYZE job");
    }
    node.update(
        """
        INSERT INTO job (kind, state, priority, max_attempts, turn, run_at, args)
        SELECT CASE WHEN n % 2 = 0 THEN 'test.work' ELSE 'test.other' END,
               (ARRAY['available', 'scheduled', 'parked'])[1 + n % 3]::job_state, 100, 12,
               now() + n * interval '1 s', now() + n * interval '1 s', '{}'
          FROM generate_series(1, 20000) n
        """);
    if (!analysedWhileEmpty) {
      node.update("ANALYZE job");
    }
  }

  private String plan(Query query, String... arguments) {
    String text = query.sql();
    for (int i = arguments.length - 1; i >= 0; i--) {
      text = text.replace("$" + (i + 1), arguments[i]);
    }
    return await(sql.list(Query.named("test.explain", "EXPLAIN " + text), row -> row.getString(0)))
        .stream()
        .collect(Collectors.joining("\n"));
  }

  /** No plan walks the table, nor its primary key from end to end. */
  private static void assertLooksUp(String plan) {
    assertThat(plan)
        .doesNotContain("Seq Scan on job ")
        .doesNotContainPattern("using job_pkey on job[^\\n]*\\n(?!\\s*Index Cond)");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void releaseForgotten_largeQueue_readsTheJobsOfItsRunner(boolean analysedWhileEmpty) {
    fill(analysedWhileEmpty);

    String plan = plan(QueueRepository.RELEASE_FORGOTTEN, "1", "'{1,2}'");

    assertThat(plan).contains("using job_running on job");
    assertLooksUp(plan);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void claim_largeQueue_readsItsIndexInOrder(boolean analysedWhileEmpty) {
    fill(analysedWhileEmpty);

    String plan = plan(QueueRepository.CLAIM, "1", "'{test.work}'", "'{64}'");

    assertThat(plan).contains("Index Scan using job_claim on job c");
    assertThat(plan).doesNotContain("Seq Scan on job ").doesNotContain("Sort Key: c.");
    assertLooksUp(plan);
    assertThat(plan).contains("(unique_key = k.unique_key)");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void complete_largeQueue_looksUpEachRow(boolean analysedWhileEmpty) {
    fill(analysedWhileEmpty);

    String plan = plan(QueueRepository.COMPLETE, "'{1,2}'", "'{1,1}'");

    assertThat(plan).contains("(id = given.id)");
    assertLooksUp(plan);
    assertLooksUp(plan(QueueRepository.RELEASE, "'{1,2}'", "'{1,1}'"));
    assertLooksUp(plan(QueueRepository.FAIL, "'{1}'", "'{1}'", "'{true}'", "'{1}'", "'{why}'"));
    assertLooksUp(plan(RunnerLease.RESCUE));
  }

  /** In a session without the runner's settings, and planned while the queue was empty. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void insert_emptyQueue_isPlannedForALargeOne(boolean analysed) {
    if (analysed) {
      node.update("ANALYZE job");
    }
    sql = node.sql();

    String plan =
        plan(
            JobRepository.INSERT,
            "'{a}'",
            "'{1}'",
            "'{1}'",
            "'{now}'",
            "'{0}'",
            "'{1}'",
            "'{k}'",
            "'{\"{}\"}'",
            "'{0}'");

    assertThat(plan).contains("using job_owner").contains("using job_key_queued");
    assertThat(plan).doesNotContain("Seq Scan on job ");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void promote_manyDelayed_readsOnlyTheDue(boolean analysedWhileEmpty) {
    fill(analysedWhileEmpty);

    String plan = plan(QueueRepository.PROMOTE);

    assertThat(plan).contains("Index Scan using job_due").contains("Index Cond: (run_at <=");
    assertLooksUp(plan);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sample_largeQueue_readsABoundedPart(boolean analysedWhileEmpty) {
    fill(analysedWhileEmpty);

    String plan = plan(QueueGauges.SAMPLE, "'{test.work}'::text[]");

    assertThat(plan).contains("job_claim").contains("job_due").contains("job_parked");
    assertThat(plan).contains("job_running").doesNotContain("Seq Scan on job ");
  }
}
