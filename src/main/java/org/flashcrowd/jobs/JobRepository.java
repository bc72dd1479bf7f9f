package org.flashcrowd.jobs;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/** The statements that run in the transactions of others: enqueueing and fencing. */
final class JobRepository {
  // Of an owner's waiting jobs only those whose turn is to come matter, and asking for no others
  // keeps the probe off the dead index entries of those that ran.
  //
  // A waiting job that starts well after this transaction's end, and no later than asked for,
  // already does what a job of its key is asked to do. A minute is many times what a transaction
  // may take (database.statement_timeout): only then can that job not have read too early.
  static final Query INSERT =
      Query.named(
          "jobs.insert",
          """
          INSERT INTO job (kind, state, priority, max_attempts, turn, run_at, owner, unique_key, args)
          SELECT a.kind,
                 CASE WHEN a.due > a.now THEN 'scheduled' ELSE 'available' END::job_state,
                 a.priority, a.max_attempts,
                 greatest(a.now, (SELECT max(j.turn) FROM job j
                                   WHERE j.owner = a.owner AND j.kind = a.kind
                                     AND j.owner IS NOT NULL AND j.state = 'available'
                                     AND j.turn > a.now - interval '1 s')
                                 + interval '1 s') + a.place * interval '1 s',
                 a.due, a.owner, a.unique_key, a.args::jsonb
            FROM (SELECT kind, priority, max_attempts, statement_timestamp() AS now, owner, unique_key, args, place,
                         coalesce(run_at, statement_timestamp() + delay * interval '1 ms') AS due
                    FROM unnest($1::text[], $2::smallint[], $3::smallint[], $4::timestamptz[],
                                $5::bigint[], $6::bigint[], $7::text[], $8::text[], $9::integer[])
                      AS asked (kind, priority, max_attempts, run_at, delay, owner, unique_key, args, place)) a
           WHERE a.unique_key IS NULL
              OR NOT EXISTS (SELECT FROM job j
                              WHERE j.kind = a.kind AND j.unique_key = a.unique_key
                                AND j.unique_key IS NOT NULL AND j.state IN ('scheduled', 'available')
                                AND j.run_at > a.now + interval '1 minute' AND j.run_at <= a.due)
          """);

  private static final Query FINISH =
      Query.named(
          "jobs.fence",
          """
          DELETE FROM job WHERE id = $1 AND lease = $2 AND runner IS NOT NULL
          """);

  private static final Query LOCK =
      Query.named(
          "jobs.hold",
          """
          SELECT id FROM job WHERE id = $1 AND lease = $2 AND runner IS NOT NULL FOR NO KEY UPDATE
          """);

  private final int defaultAttempts;

  JobRepository(Config.Jobs settings) {
    this.defaultAttempts = settings.maxAttempts();
  }

  Future<Void> insert(Sql tx, List<JobRequest> requests) {
    int size = requests.size();
    String[] kinds = new String[size];
    Short[] priorities = new Short[size];
    Short[] attempts = new Short[size];
    @Nullable OffsetDateTime[] moments = new @Nullable OffsetDateTime[size];
    Long[] delays = new Long[size];
    @Nullable Long[] owners = new @Nullable Long[size];
    @Nullable String[] keys = new @Nullable String[size];
    String[] arguments = new String[size];
    Integer[] places = new Integer[size];
    Map<Waiting, Integer> waiting = new HashMap<>();
    for (int i = 0; i < size; i++) {
      JobRequest request = requests.get(i);
      JobKind kind = request.kind();
      kinds[i] = kind.name();
      priorities[i] = (short) request.priority();
      attempts[i] = (short) (kind.maxAttempts() == 0 ? defaultAttempts : kind.maxAttempts());
      moments[i] = moment(request.runAt());
      delays[i] = request.delay().toMillis();
      owners[i] = request.owner() == 0 ? null : request.owner();
      keys[i] = request.uniqueKey();
      arguments[i] = request.args().encode();
      places[i] = place(waiting, request);
    }
    Tuple all = Tuple.of(kinds, priorities, attempts, moments, delays, owners);
    all.addValue(keys).addValue(arguments).addValue(places);
    return tx.run(INSERT, all).mapEmpty();
  }

  private static @Nullable OffsetDateTime moment(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  private record Waiting(JobKind kind, long owner) {}

  /** How many jobs of one owner and kind come before this one in its own call. */
  private static int place(Map<Waiting, Integer> waiting, JobRequest request) {
    if (request.owner() == 0) {
      return 0;
    }
    return waiting.merge(new Waiting(request.kind(), request.owner()), 1, Integer::sum) - 1;
  }

  Future<Integer> finish(Sql tx, Job job) {
    return tx.update(FINISH, job.id(), job.token());
  }

  Future<Integer> lock(Sql tx, Job job) {
    return tx.update(LOCK, job.id(), job.token());
  }
}
