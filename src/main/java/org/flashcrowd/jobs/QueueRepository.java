package org.flashcrowd.jobs;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;

/** The statements of the runner, on connections of its own. */
final class QueueRepository {
  /**
   * A queue's statistics are wrong most of the time (empty when analysed, full a second later), and
   * a plan made while it was empty would sort all of it. There is one right plan, by index and
   * nested loop.
   */
  private static final Map<String, String> ONE_PLAN =
      Map.of(
          "enable_seqscan", "off",
          "enable_bitmapscan", "off",
          "enable_hashjoin", "off",
          "enable_mergejoin", "off",
          "jit", "off");

  // alive: a node whose lease ran out claims nothing, and is not given up while it claims.
  // keyed, absorbed: of the waiting jobs of one key the first is run, and it stands for the others.
  static final Query CLAIM =
      Query.named(
          "jobs.claim",
          """
          WITH alive AS MATERIALIZED (
            SELECT id FROM job_runner WHERE id = $1 AND lease_until > clock_timestamp() FOR KEY SHARE
          ), picked AS MATERIALIZED (
            SELECT j.id, j.kind, j.unique_key, j.priority, j.turn
              FROM alive
             CROSS JOIN unnest($2::text[], $3::integer[]) AS wanted (kind, count)
             CROSS JOIN LATERAL (
                   SELECT c.id, c.kind, c.unique_key, c.priority, c.turn
                     FROM job c
                    WHERE c.state = 'available' AND c.kind = wanted.kind
                      AND (c.unique_key IS NULL
                           OR NOT EXISTS (SELECT FROM job r
                                           WHERE r.kind = c.kind AND r.unique_key = c.unique_key
                                             AND r.unique_key IS NOT NULL AND r.state = 'running'))
                    ORDER BY c.priority, c.turn
                    LIMIT wanted.count
                      FOR UPDATE SKIP LOCKED) j
          ), keyed AS MATERIALIZED (
            SELECT DISTINCT ON (kind, unique_key) id, kind, unique_key
              FROM picked
             WHERE unique_key IS NOT NULL
             ORDER BY kind, unique_key, priority, turn
          ), absorbed AS (
            DELETE FROM job
             WHERE id = ANY (ARRAY (
                          SELECT waiting.id
                            FROM keyed k
                           CROSS JOIN LATERAL (
                                 SELECT q.id FROM job q
                                  WHERE q.kind = k.kind AND q.unique_key = k.unique_key
                                    AND q.unique_key IS NOT NULL
                                    AND q.state IN ('scheduled', 'available') AND q.id <> k.id
                                    FOR UPDATE SKIP LOCKED) waiting))
          )
          UPDATE job
             SET state = 'running', attempt = job.attempt + 1, lease = job.lease + 1, runner = $1
           WHERE id = ANY (ARRAY (SELECT id FROM picked WHERE unique_key IS NULL
                                  UNION ALL SELECT id FROM keyed))
          RETURNING job.id, job.kind, job.args, job.attempt, job.lease, job.priority, job.turn,
                    (extract(epoch FROM clock_timestamp() - job.run_at) * 1000000)::bigint AS waited
          """);

  // Here and below: rows are looked up one by one (LATERAL) and changed by an array of ids. A plain
  // join lets the planner walk the whole table where it thinks that empty. A running job is one
  // with
  // a runner: state = 'running' would say the same, and offer the index of all running jobs.
  static final Query COMPLETE =
      Query.named(
          "jobs.complete",
          """
          WITH held AS MATERIALIZED (
            SELECT j.id
              FROM unnest($1::bigint[], $2::bigint[]) AS given (id, lease)
             CROSS JOIN LATERAL (
                   SELECT id FROM job
                    WHERE id = given.id AND lease = given.lease AND runner IS NOT NULL
                      FOR UPDATE) j
          )
          DELETE FROM job WHERE id = ANY (ARRAY (SELECT id FROM held))
          """);

  static final Query FAIL =
      Query.named(
          "jobs.fail",
          """
          WITH held AS MATERIALIZED (
            SELECT j.id, given.park, given.delay, given.reason
              FROM unnest($1::bigint[], $2::bigint[], $3::boolean[], $4::bigint[], $5::text[])
                AS given (id, lease, park, delay, reason)
             CROSS JOIN LATERAL (
                   SELECT id FROM job
                    WHERE id = given.id AND lease = given.lease AND runner IS NOT NULL
                      FOR UPDATE) j
          )
          UPDATE job
             SET state = CASE WHEN held.park OR attempt >= max_attempts
                              THEN 'parked' ELSE 'scheduled' END::job_state,
                 run_at = clock_timestamp() + held.delay * interval '1 ms',
                 failure = held.reason, failed_at = clock_timestamp(), runner = NULL
            FROM held
           WHERE job.id = ANY (ARRAY (SELECT id FROM held)) AND job.id = held.id
          RETURNING job.id, job.kind, job.state::text, job.attempt, job.failure
          """);

  static final Query RELEASE =
      Query.named(
          "jobs.release",
          """
          WITH held AS MATERIALIZED (
            SELECT j.id
              FROM unnest($1::bigint[], $2::bigint[]) AS given (id, lease)
             CROSS JOIN LATERAL (
                   SELECT id FROM job
                    WHERE id = given.id AND lease = given.lease AND runner IS NOT NULL
                      FOR UPDATE) j
          )
          UPDATE job
             SET state = 'available', attempt = attempt - 1, runner = NULL
           WHERE id = ANY (ARRAY (SELECT id FROM held))
          """);

  static final Query RELEASE_FORGOTTEN =
      Query.named(
          "jobs.release-forgotten",
          """
          WITH forgotten AS MATERIALIZED (
            SELECT id FROM job
             WHERE state = 'running' AND runner = $1 AND id <> ALL ($2::bigint[])
               FOR UPDATE SKIP LOCKED
          )
          UPDATE job
             SET state = 'available', attempt = attempt - 1, runner = NULL
           WHERE id = ANY (ARRAY (SELECT id FROM forgotten))
          """);

  static final Query PROMOTE =
      Query.named(
          "jobs.promote",
          """
          WITH due AS MATERIALIZED (
            SELECT id, kind, owner, run_at FROM job
             WHERE state = 'scheduled' AND run_at <= statement_timestamp()
             ORDER BY run_at
             LIMIT 250
               FOR UPDATE SKIP LOCKED
          ), placed AS (
            SELECT id, CASE WHEN owner IS NULL THEN 0
                       ELSE row_number() OVER (PARTITION BY owner, kind ORDER BY run_at) - 1 END AS place
              FROM due
          )
          UPDATE job
             SET state = 'available',
                 turn = greatest(statement_timestamp(),
                                 (SELECT max(j.turn) FROM job j
                                   WHERE j.owner = job.owner AND j.kind = job.kind
                                     AND j.owner IS NOT NULL AND j.state = 'available'
                                     AND j.turn > statement_timestamp() - interval '1 s')
                                 + interval '1 s') + placed.place * interval '1 s'
            FROM placed
           WHERE job.id = ANY (ARRAY (SELECT id FROM due)) AND job.id = placed.id
          RETURNING job.kind
          """);

  private final Sql sql;

  QueueRepository(Database database) {
    this.sql = database.dedicated("jobs", 2, ONE_PLAN);
  }

  Future<List<Claimed>> claim(long runner, List<Slots.Want> wants) {
    String[] kinds = wants.stream().map(want -> want.kind().name()).toArray(String[]::new);
    Integer[] counts = wants.stream().map(Slots.Want::count).toArray(Integer[]::new);
    return sql.list(CLAIM, Claimed::of, runner, kinds, counts);
  }

  /** A row of the claim. */
  record Claimed(
      long id,
      String kind,
      JsonObject args,
      int attempt,
      long lease,
      int priority,
      OffsetDateTime turn,
      long waitedMicros) {
    static final Comparator<Claimed> IN_TURN =
        Comparator.comparingInt(Claimed::priority).thenComparing(Claimed::turn);

    static Claimed of(Row row) {
      return new Claimed(
          row.getLong("id"),
          row.getString("kind"),
          row.getJsonObject("args"),
          row.getInteger("attempt"),
          row.getLong("lease"),
          row.getInteger("priority"),
          row.getOffsetDateTime("turn"),
          row.getLong("waited"));
    }
  }

  Future<Integer> complete(List<Job> done) {
    return sql.update(COMPLETE, ids(done), tokens(done));
  }

  /** Writes failures, and returns what became of their jobs. */
  Future<List<Failed>> fail(List<Failure> failures) {
    List<Job> jobs = failures.stream().map(Failure::job).toList();
    return sql.list(
        FAIL,
        Failed::of,
        ids(jobs),
        tokens(jobs),
        failures.stream().map(Failure::permanent).toArray(Boolean[]::new),
        failures.stream().map(Failure::delayMillis).toArray(Long[]::new),
        failures.stream().map(Failure::reason).toArray(String[]::new));
  }

  /** One failed attempt, not yet written. */
  record Failure(Job job, boolean permanent, long delayMillis, String reason) {}

  /** One failed attempt, as written. */
  record Failed(long id, String kind, boolean parked, int attempt, String reason) {
    static Failed of(Row row) {
      return new Failed(
          row.getLong("id"),
          row.getString("kind"),
          "parked".equals(row.getString("state")),
          row.getInteger("attempt"),
          row.getString("failure"));
    }
  }

  /** Gives jobs back as if they had never been claimed. */
  Future<Integer> release(List<Job> held) {
    return sql.update(RELEASE, ids(held), tokens(held));
  }

  /** Gives back the jobs of a node that it does not know of. */
  Future<Integer> releaseForgotten(long runner, Collection<Long> known) {
    return sql.update(RELEASE_FORGOTTEN, runner, known.toArray(Long[]::new));
  }

  /** Makes up to 250 delayed jobs whose time has come available; the kind of each. */
  Future<List<String>> promote() {
    return sql.list(PROMOTE, row -> row.getString("kind"));
  }

  private static Long[] ids(List<Job> jobs) {
    return jobs.stream().map(Job::id).toArray(Long[]::new);
  }

  private static Long[] tokens(List<Job> jobs) {
    return jobs.stream().map(Job::token).toArray(Long[]::new);
  }

  Sql sql() {
    return sql;
  }
}
