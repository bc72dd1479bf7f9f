package org.flashcrowd.statuses;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Failure;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.media.Media;

/**
 * Takes posts away. A post is marked, which hides it from everybody at once, and what hangs on it
 * goes later ({@link Purge}): a post may have been boosted a hundred thousand times, and its author
 * waits for none of them. A boost has nothing hanging on it and goes as it is.
 */
final class Removal {
  private static final Query LOCK =
      Query.named(
          "statuses.lock-own",
          """
          SELECT id, account_id, visibility, reblog_of_id, in_reply_to_id, state,
                 ARRAY(SELECT t.name FROM status_tag u JOIN tag t ON t.id = u.tag_id
                        WHERE u.status_id = status.id) AS tags
            FROM status WHERE id = $1 AND account_id = $2 AND deleted_at IS NULL FOR UPDATE
          """);
  // A key that outlived its post would answer the next post under it with 404.
  private static final Query MARK =
      Query.named(
          "statuses.mark-deleted",
          """
          WITH keys AS (
            DELETE FROM idempotency_key WHERE account_id = $2 AND status_id = $1
          ), pins AS (
            DELETE FROM status_pin WHERE account_id = $2 AND status_id = $1
          )
          UPDATE status SET deleted_at = now() WHERE id = $1
          """);
  private static final Query DELETE =
      Query.named("statuses.delete", "DELETE FROM status WHERE id = $1");

  private final Media media;
  private final Jobs jobs;

  Removal(Media media, Jobs jobs) {
    this.media = media;
    this.jobs = jobs;
  }

  /**
   * Fails with 404 when the account has no such post or boost.
   *
   * @param withMedia whether its photos go too; otherwise they may be used in another post
   */
  Future<Void> remove(Sql tx, long account, long id, boolean withMedia) {
    return lock(tx, account, id)
        .compose(
            locked ->
                (locked.post().reblogOf() == null
                        ? mark(tx, locked.post(), withMedia)
                        : tx.update(DELETE, id))
                    .compose(gone -> forget(tx, locked)));
  }

  private record Locked(Publication post, StatusState state, List<String> tags) {
    static Locked of(Row row) {
      return new Locked(
          new Publication(
              row.getLong("id"),
              row.getLong("account_id"),
              StatusRepository.visibility(row),
              row.getLong("reblog_of_id"),
              row.getLong("in_reply_to_id")),
          StatusState.of(row.getString("state")),
          List.of(row.getArrayOfStrings("tags")));
    }
  }

  private static Future<Locked> lock(Sql tx, long account, long id) {
    return tx.first(LOCK, Locked::of, id, account)
        .map((Optional<Locked> found) -> found.orElseThrow(Failure::notFound));
  }

  private Future<?> mark(Sql tx, Publication post, boolean withMedia) {
    long id = post.status();
    return tx.update(MARK, id, post.account())
        .compose(marked -> withMedia ? media.delete(tx, id) : media.detach(tx, id, List.of()))
        .compose(freed -> jobs.enqueue(tx, Purge.of(id, post.account())));
  }

  private Future<Void> forget(Sql tx, Locked locked) {
    Publication post = locked.post();
    JsonObject args = post.tagged(locked.tags()).args();
    return jobs.announce(tx, "status.deleted", args, post.account())
        .compose(
            announced ->
                locked.state() == StatusState.PUBLISHED
                    ? StatusCounters.removed(tx, post)
                    : Future.succeededFuture());
  }
}
