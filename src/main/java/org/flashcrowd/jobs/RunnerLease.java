package org.flashcrowd.jobs;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;

/**
 * This node's claim to the jobs it runs: one row that the heartbeat extends, by the database's
 * clock. Anyone may take the jobs of a row that has run out.
 */
final class RunnerLease {
  private static final Query REGISTER =
      Query.named(
          "jobs.runner-register",
          """
          INSERT INTO job_runner (name, lease_until)
          VALUES ($1, clock_timestamp() + $2 * interval '1 ms')
          RETURNING id
          """);

  private static final Query EXTEND =
      Query.named(
          "jobs.runner-extend",
          """
          UPDATE job_runner SET lease_until = clock_timestamp() + $2 * interval '1 ms' WHERE id = $1
          """);

  private static final Query LEAVE =
      Query.named(
          "jobs.runner-leave",
          """
          DELETE FROM job_runner WHERE id = $1
          """);

  // A job without a runner: claimed in the instant in which its runner was given up, or locked by
  // its worker's fence when that happened. A first death may be anything; after the second the job
  // itself is suspect and waits longer each time.
  static final Query RESCUE =
      Query.named(
          "jobs.rescue",
          """
          WITH dead AS MATERIALIZED (
            SELECT id FROM job_runner WHERE lease_until < clock_timestamp() FOR UPDATE SKIP LOCKED
          ), buried AS (
            DELETE FROM job_runner WHERE id IN (SELECT id FROM dead)
          ), lost AS MATERIALIZED (
            SELECT j.id FROM job j
             WHERE j.state = 'running'
               AND (j.runner IN (SELECT id FROM dead)
                    OR NOT EXISTS (SELECT FROM job_runner r WHERE r.id = j.runner))
               FOR UPDATE OF j SKIP LOCKED
          )
          UPDATE job
             SET state = CASE WHEN attempt >= max_attempts THEN 'parked'
                              WHEN attempt > 1 THEN 'scheduled'
                              ELSE 'available' END::job_state,
                 run_at = clock_timestamp() + CASE WHEN attempt > 1
                   THEN random() * least(2 ^ attempt, 3600) ELSE 0 END * interval '1 s',
                 failure = 'the node that ran it died or lost its lease',
                 failed_at = clock_timestamp(), runner = NULL
           WHERE id = ANY (ARRAY (SELECT id FROM lost))
          RETURNING job.id, job.kind, job.state::text, job.attempt
          """);

  private final Sql sql;
  private final String name;
  private final Duration lease;

  RunnerLease(Sql sql, String name, Duration lease) {
    this.sql = sql;
    this.name = name;
    this.lease = lease;
  }

  /** The number that this node claims jobs under. */
  Future<Long> register() {
    return sql.first(REGISTER, row -> row.getLong("id"), name, lease.toMillis())
        .map(id -> id.orElseThrow());
  }

  /** Whether the lease was still there to be extended. */
  Future<Boolean> extend(long runner) {
    return sql.update(EXTEND, runner, lease.toMillis()).map(rows -> rows == 1);
  }

  Future<Void> leave(long runner) {
    return sql.run(LEAVE, runner).mapEmpty();
  }

  /** Takes the jobs of nodes whose lease ran out; what became of each. */
  Future<List<Rescued>> rescue() {
    return sql.list(RESCUE, Rescued::of);
  }

  /** A job that its node did not finish. */
  record Rescued(long id, String kind, String state, int attempt) {
    static Rescued of(Row row) {
      return new Rescued(
          row.getLong("id"),
          row.getString("kind"),
          row.getString("state"),
          row.getInteger("attempt"));
    }
  }
}
