package org.flashcrowd.statuses;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobRequest;
import org.flashcrowd.jobs.Jobs;

/**
 * Clears away what hangs on a post that was removed, and then the post. A job does one part in one
 * short transaction and leaves the rest to the next job, so that nothing holds many locks for long
 * and whatever dies in between is taken up where it was.
 */
final class Purge {
  /** One part of a removed post. */
  static final JobKind PURGE = JobKind.named("statuses.purge", Role.FEED);

  /** Boosts of one part: each is a row, a count and an announcement. */
  static final int BOOSTS = 500;

  /** Rows of other kinds in one part; nobody hears of these. */
  static final int ROWS = 2_000;

  // While it is held, nothing new can be hung on the post: a row that refers to it needs its key.
  private static final Query LOCK =
      Query.named(
          "statuses.lock-removed",
          "SELECT id FROM status WHERE id = $1 AND deleted_at IS NOT NULL FOR UPDATE");
  static final Query BOOSTS_GONE =
      Query.named(
          "statuses.delete-boosts",
          """
          DELETE FROM status
           WHERE id IN (SELECT id FROM status WHERE reblog_of_id = $1 ORDER BY id DESC LIMIT $2)
          RETURNING id, account_id, visibility, reblog_of_id
          """);
  // In the order of the accounts, so that two of these never wait for each other in a circle.
  private static final Query BOOSTERS =
      Query.named(
          "statuses.count-boosters",
          """
          WITH locked AS MATERIALIZED (
            SELECT account_id FROM account_stats
             WHERE account_id = ANY ($1) ORDER BY account_id FOR UPDATE
          )
          UPDATE account_stats a SET statuses_count = a.statuses_count - 1
            FROM locked WHERE a.account_id = locked.account_id
          """);
  static final List<Query> ROWS_GONE =
      List.of(
          Query.named(
              "statuses.delete-favourites",
              """
              DELETE FROM favourite
               WHERE status_id = $1
                 AND id IN (SELECT id FROM favourite WHERE status_id = $1 ORDER BY id DESC LIMIT $2)
              """),
          Query.named(
              "statuses.delete-bookmarks",
              """
              DELETE FROM bookmark
               WHERE status_id = $1
                 AND account_id IN (SELECT account_id FROM bookmark WHERE status_id = $1 LIMIT $2)
              """),
          Query.named(
              "statuses.orphan-replies",
              """
              UPDATE status SET in_reply_to_id = NULL
               WHERE id IN (SELECT id FROM status
                             WHERE in_reply_to_id = $1 ORDER BY id LIMIT $2)
              """));
  private static final Query DELETE =
      Query.named(
          "statuses.delete-removed",
          """
          DELETE FROM status WHERE id = $1 RETURNING coalesce(conversation_id, id) AS thread
          """);
  private static final Query FORGET_THREAD =
      Query.named(
          "statuses.forget-thread",
          """
          DELETE FROM conversation_mute
           WHERE conversation_id = $1
             AND NOT EXISTS (SELECT FROM status s WHERE s.conversation_id = $1)
          """);

  private final Database database;
  private final Jobs jobs;

  Purge(Database database, Jobs jobs) {
    this.database = database;
    this.jobs = jobs;
  }

  /** The first part, or the next one. */
  static JobRequest of(long status, long author) {
    return JobRequest.of(PURGE, new JsonObject().put("status", status).put("account", author))
        .owner(author);
  }

  Future<Void> run(Job job) {
    long status = job.args().getLong("status");
    return database.transaction(
        tx ->
            tx.first(LOCK, row -> row.getLong("id"), status)
                .compose(
                    locked -> locked.isEmpty() ? Future.succeededFuture() : part(tx, job, status))
                .compose(done -> jobs.fence(tx, job)));
  }

  private Future<Void> part(Sql tx, Job job, long status) {
    return tx.list(BOOSTS_GONE, InteractionRepository::boost, status, BOOSTS)
        .compose(
            boosts -> boosts.isEmpty() ? rows(tx, job, status, 0) : tell(tx, job, status, boosts));
  }

  /** The counts last: those are the rows that others wait for. */
  private Future<Void> tell(Sql tx, Job job, long status, List<Publication> boosts) {
    long author = job.args().getLong("account");
    Long[] boosters = boosts.stream().map(Publication::account).toArray(Long[]::new);
    return jobs.announce(
            tx, "status.deleted", boosts.stream().map(Publication::args).toList(), author)
        .compose(told -> jobs.enqueue(tx, of(status, author)))
        .compose(enqueued -> tx.update(BOOSTERS, (Object) boosters))
        .mapEmpty();
  }

  private Future<Void> rows(Sql tx, Job job, long status, int kind) {
    if (kind == ROWS_GONE.size()) {
      return delete(tx, status);
    }
    return tx.update(ROWS_GONE.get(kind), status, ROWS)
        .compose(
            gone ->
                gone < ROWS
                    ? rows(tx, job, status, kind + 1)
                    : jobs.enqueue(tx, of(status, job.args().getLong("account"))));
  }

  private static Future<Void> delete(Sql tx, long status) {
    return tx.first(DELETE, row -> row.getLong("thread"), status)
        .compose(
            thread ->
                thread.isEmpty()
                    ? Future.succeededFuture()
                    : tx.update(FORGET_THREAD, thread.get()))
        .mapEmpty();
  }
}
