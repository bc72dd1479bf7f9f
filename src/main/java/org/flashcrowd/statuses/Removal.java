package org.flashcrowd.statuses;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Failure;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.media.Media;

/** Takes posts away, with everything that hangs on them, and the counts that they were part of. */
final class Removal {
  private static final Query LOCK =
      Query.named(
          "statuses.lock-own",
          """
          SELECT id, account_id, visibility, reblog_of_id, in_reply_to_id, state
            FROM status WHERE id = $1 AND account_id = $2 FOR UPDATE
          """);
  // The boosts go first and by themselves, so that each is counted out of its booster's posts
  // exactly once: a boost that is being undone meanwhile is gone when this comes to it.
  private static final Query DELETE_BOOSTS =
      Query.named(
          "statuses.delete-boosts",
          """
          WITH gone AS (
            DELETE FROM status WHERE reblog_of_id = $1 RETURNING account_id
          )
          UPDATE account_stats a SET statuses_count = statuses_count - 1
            FROM gone WHERE a.account_id = gone.account_id
          """);
  // A key that outlived its post would answer the next post under it with 404.
  private static final Query DELETE =
      Query.named(
          "statuses.delete",
          """
          WITH keys AS (
            DELETE FROM idempotency_key WHERE account_id = $2 AND status_id = $1
          )
          DELETE FROM status WHERE id = $1
          """);

  private final Media media;
  private final Jobs jobs;

  Removal(Media media, Jobs jobs) {
    this.media = media;
    this.jobs = jobs;
  }

  /** Fails with 404 when the account has no such post or boost. */
  Future<Void> remove(Sql tx, long account, long id, boolean withMedia) {
    return lock(tx, account, id)
        .compose(
            locked ->
                release(tx, id, withMedia)
                    .compose(free -> tx.update(DELETE_BOOSTS, id))
                    .compose(unboosted -> tx.update(DELETE, id, account))
                    .compose(deleted -> forget(tx, locked)));
  }

  private record Locked(Publication post, StatusState state) {}

  private static Future<Locked> lock(Sql tx, long account, long id) {
    return tx.first(
            LOCK,
            row ->
                new Locked(
                    new Publication(
                        row.getLong("id"),
                        row.getLong("account_id"),
                        StatusRepository.visibility(row),
                        row.getLong("reblog_of_id"),
                        row.getLong("in_reply_to_id"),
                        List.of()),
                    StatusState.of(row.getString("state"))),
            id,
            account)
        .map((Optional<Locked> found) -> found.orElseThrow(Failure::notFound));
  }

  private Future<Void> release(Sql tx, long id, boolean withMedia) {
    return withMedia ? media.delete(tx, id) : media.detach(tx, id, List.of());
  }

  private Future<Void> forget(Sql tx, Locked locked) {
    Publication post = locked.post();
    return jobs.announce(tx, "status.deleted", post.args(), post.account())
        .compose(
            announced ->
                locked.state() == StatusState.PUBLISHED
                    ? StatusCounters.removed(tx, post)
                    : Future.succeededFuture());
  }
}
