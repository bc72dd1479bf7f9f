package org.flashcrowd.jobs;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Page;
import org.flashcrowd.db.PagedQuery;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/**
 * What an operator does to the queue: look, try again, throw away. Works beside running servers.
 */
public final class JobAdmin {
  /** Where a job is in its life; a finished one is deleted. */
  public enum State {
    SCHEDULED,
    AVAILABLE,
    RUNNING,
    PARKED
  }

  /**
   * A job as it is now.
   *
   * @param owner 0 for nobody
   * @param runAt when it became, or becomes, due
   * @param failure why its last attempt failed
   */
  public record Entry(
      long id,
      String kind,
      State state,
      int attempt,
      int maxAttempts,
      int priority,
      long owner,
      @Nullable String uniqueKey,
      Instant runAt,
      Instant createdAt,
      @Nullable Instant failedAt,
      @Nullable String failure,
      JsonObject args) {
    private static Entry of(Row row) {
      Long owner = row.getLong("owner");
      OffsetDateTime failedAt = row.getOffsetDateTime("failed_at");
      return new Entry(
          row.getLong("id"),
          row.getString("kind"),
          State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
          row.getInteger("attempt"),
          row.getInteger("max_attempts"),
          row.getInteger("priority"),
          owner == null ? 0 : owner,
          row.getString("unique_key"),
          row.getOffsetDateTime("run_at").toInstant(),
          row.getOffsetDateTime("created_at").toInstant(),
          failedAt == null ? null : failedAt.toInstant(),
          row.getString("failure"),
          row.getJsonObject("args"));
    }
  }

  private static final PagedQuery LIST =
      PagedQuery.named(
          "jobs.list",
          """
          SELECT id, kind, state::text, attempt, max_attempts, priority, owner, unique_key, run_at,
                 created_at, failed_at, failure, args
            FROM job
           WHERE id < $1 AND id > $2
             AND ($4::text IS NULL OR kind = $4) AND state = $5::text::job_state
           ORDER BY id :direction
           LIMIT $3
          """);

  private static final PagedQuery LIST_PARKED =
      PagedQuery.named(
          "jobs.list-parked",
          """
          SELECT id, kind, state::text, attempt, max_attempts, priority, owner, unique_key, run_at,
                 created_at, failed_at, failure, args
            FROM job
           WHERE id < $1 AND id > $2
             AND ($4::text IS NULL OR kind = $4) AND state = 'parked'
           ORDER BY id :direction
           LIMIT $3
          """);

  private static final Query RETRY =
      Query.named(
          "jobs.retry",
          """
          WITH retried AS (
            UPDATE job
               SET state = 'available', attempt = 0, turn = statement_timestamp(),
                   run_at = statement_timestamp()
             WHERE id = $1 AND state IN ('parked', 'scheduled')
            RETURNING id
          )
          SELECT pg_notify('jobs', '') FROM retried
          """);

  private static final Query RETRY_KIND =
      Query.named(
          "jobs.retry-kind",
          """
          WITH retried AS (
            UPDATE job
               SET state = 'available', attempt = 0, turn = statement_timestamp(),
                   run_at = statement_timestamp()
             WHERE id = ANY (ARRAY (SELECT id FROM job
                           WHERE state = 'parked' AND kind = $1 AND id > $2
                           ORDER BY id LIMIT 1000
                             FOR UPDATE SKIP LOCKED))
            RETURNING id
          ), counted AS (
            SELECT count(*) AS jobs, max(id) AS last FROM retried
          )
          SELECT jobs, last, pg_notify('jobs', '') FROM counted
          """);

  private static final Query DISCARD =
      Query.named(
          "jobs.discard",
          """
          DELETE FROM job WHERE id = $1 AND state <> 'running'
          """);

  private final Sql sql;

  public JobAdmin(Database database) {
    this.sql = database.primary();
  }

  /**
   * Jobs in one state, the newest first.
   *
   * @param kind only of this kind, or null for all
   */
  public Future<List<Entry>> list(State state, @Nullable String kind, Page page) {
    return state == State.PARKED
        ? LIST_PARKED.list(sql, page, Entry::of, kind)
        : LIST.list(sql, page, Entry::of, kind, state.name().toLowerCase(Locale.ROOT));
  }

  /** Runs a parked or delayed job now, with all its attempts again; false if there is none. */
  public Future<Boolean> retry(long id) {
    return sql.update(RETRY, id).map(rows -> rows == 1);
  }

  /** Runs all parked jobs of a kind again, each once; how many. */
  public Future<Long> retryParked(String kind) {
    return retryParked(kind, 0, 0);
  }

  private Future<Long> retryParked(String kind, long after, long before) {
    return sql.first(RETRY_KIND, Retried::of, kind, after)
        .map(Optional::orElseThrow)
        .compose(
            batch ->
                batch.jobs() == 0
                    ? Future.succeededFuture(before)
                    : retryParked(kind, batch.last(), before + batch.jobs()));
  }

  private record Retried(long jobs, long last) {
    static Retried of(Row row) {
      long jobs = row.getLong("jobs");
      return new Retried(jobs, jobs == 0 ? 0 : row.getLong("last"));
    }
  }

  /** Deletes a job that is not running; false if there is none. */
  public Future<Boolean> discard(long id) {
    return sql.update(DISCARD, id).map(rows -> rows == 1);
  }
}
