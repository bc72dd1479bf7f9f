package org.flashcrowd.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.jobs.JobNode.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.db.Query;
import org.flashcrowd.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several nodes at once, and nodes that die. */
class JobFleetIT {
  static final JobKind WORK = JobKind.named("test.work", Role.FEED).lane(Lane.INTERACTIVE);
  static final Query EFFECT = Query.named("test.effect", "INSERT INTO effect VALUES ($1)");

  private TestDatabase postgres;

  @BeforeEach
  void open() {
    postgres = TestDatabase.fresh();
  }

  @AfterEach
  void close() {
    postgres.close();
  }

  static Future<Void> effect(JobNode node, Job job) {
    return node.database.transaction(
        tx ->
            tx.run(EFFECT, Long.valueOf(job.args().getString("id")))
                .compose(done -> node.jobs.fence(tx, job)));
  }

  private static void enqueue(JobNode node, int count) {
    List<JobRequest> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      JsonObject args = new JsonObject().put("id", Integer.toString(i));
      requests.add(JobRequest.of(WORK, args).owner(i % 7));
    }
    await(node.database.transaction(tx -> node.jobs.enqueue(tx, requests)));
  }

  @Test
  void runners_threeOfThemAndTenThousandJobs_makeEachEffectOnce() {
    Set<Long> begun = ConcurrentHashMap.newKeySet();
    Set<Long> begunTwice = ConcurrentHashMap.newKeySet();
    List<JobNode> nodes = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        JobNode node =
            new JobNode(postgres.uri(), List.of(WORK), Map.of("JOBS_POLL_INTERVAL", "100ms"));
        nodes.add(node);
      }
      nodes.getFirst().update("CREATE TABLE effect (id bigint)");
      for (JobNode node : nodes) {
        node.start()
            .work(
                WORK,
                64,
                job -> {
                  if (!begun.add(job.id())) {
                    begunTwice.add(job.id());
                  }
                  return effect(node, job);
                });
      }

      enqueue(nodes.getFirst(), 10_000);

      nodes.getFirst().until(0, "SELECT count(*) FROM job");
      assertThat(nodes.getFirst().number("SELECT count(*) FROM effect")).isEqualTo(10_000);
      assertThat(nodes.getFirst().number("SELECT count(DISTINCT id) FROM effect"))
          .isEqualTo(10_000);
      assertThat(begunTwice).isEmpty();
    } finally {
      nodes.forEach(JobNode::close);
    }
  }

  @Test
  void killedInTheMiddleOfItsJobs_anotherNodeFinishesThemOnce() throws Exception {
    Map<String, String> quickRescue =
        Map.of("JOBS_LEASE", "1s", "JOBS_HEARTBEAT", "100ms", "JOBS_POLL_INTERVAL", "100ms");
    try (JobNode node = new JobNode(postgres.uri(), List.of(WORK), quickRescue)) {
      node.update("CREATE TABLE effect (id bigint)");
      enqueue(node, 200);
      Process victim =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Victim.class.getName(),
                  postgres.uri())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (BufferedReader said =
          new BufferedReader(
              new InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8))) {
        String line = said.readLine();
        while (line != null && !line.equals(Victim.IN_THE_MIDDLE)) {
          line = said.readLine();
        }
        assertThat(line).isEqualTo(Victim.IN_THE_MIDDLE);
      } finally {
        victim.destroyForcibly();
      }
      assertThat(victim.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(node.number("SELECT count(*) FROM job WHERE state = 'running'")).isPositive();

      node.start().work(WORK, 64, job -> effect(node, job));

      node.until(0, "SELECT count(*) FROM job");
      assertThat(node.number("SELECT count(*) FROM effect")).isEqualTo(200);
      assertThat(node.number("SELECT count(DISTINCT id) FROM effect")).isEqualTo(200);
      assertThat(node.meters.counter("flashcrowd.jobs.rescued", "kind", "test.work").count())
          .isPositive();
    }
  }

  /** A node in a process of its own, which is killed while half of its jobs have been done. */
  static final class Victim {
    static final String IN_THE_MIDDLE = "in the middle";

    private Victim() {}

    public static void main(String[] arguments) {
      JobNode node =
          new JobNode(
              arguments[0],
              List.of(WORK),
              Map.of("JOBS_LEASE", "1s", "JOBS_HEARTBEAT", "100ms", "JOBS_SLOTS", "16"));
      Set<Long> begun = ConcurrentHashMap.newKeySet();
      node.start()
          .work(
              WORK,
              16,
              job -> {
                begun.add(job.id());
                return begun.size() < 100 ? effect(node, job) : halfAnEffect(node, job);
              });
    }

    /** Inserted, fenced, and never committed. */
    private static Future<Void> halfAnEffect(JobNode node, Job job) {
      return node.database.transaction(
          tx ->
              tx.run(EFFECT, Long.valueOf(job.args().getString("id")))
                  .compose(done -> node.jobs.fence(tx, job))
                  .compose(
                      done -> {
                        System.out.println(IN_THE_MIDDLE);
                        return Promise.<Void>promise().future();
                      }));
    }
  }
}
