package org.flashcrowd.statuses;

import io.vertx.core.Future;
import java.util.List;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Failure;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.media.Media;

/**
 * Takes away what others decide on: what an account that is leaving has written and marked, a part
 * at a time, and single posts that may not stay.
 */
public final class AuthorRemoval {
  private static final Query POSTS =
      Query.named(
          "statuses.of-author",
          """
          SELECT id FROM status
           WHERE account_id = $1 AND deleted_at IS NULL ORDER BY id DESC LIMIT $2
          """);
  private static final Query AUTHOR =
      Query.named(
          "statuses.author-of",
          "SELECT account_id FROM status WHERE id = $1 AND deleted_at IS NULL");
  private static final Query FAVOURITES =
      Query.named(
          "statuses.remove-favourites",
          """
          WITH gone AS (
            DELETE FROM favourite
             WHERE account_id = $1
               AND status_id IN (SELECT f.status_id FROM favourite f
                                  WHERE f.account_id = $1 ORDER BY f.status_id LIMIT $2)
            RETURNING status_id
          ), counted AS (
            SELECT s.status_id FROM status_stats s
             WHERE s.status_id IN (SELECT status_id FROM gone)
             ORDER BY s.status_id FOR NO KEY UPDATE
          ), changed AS (
            UPDATE status_stats s SET favourites_count = favourites_count - 1
              FROM counted WHERE s.status_id = counted.status_id
          )
          SELECT status_id FROM gone
          """);

  private final Database database;
  private final Removal removal;

  AuthorRemoval(Database database, Removal removal) {
    this.database = database;
    this.removal = removal;
  }

  /** For whoever has no server around it. */
  public static AuthorRemoval of(Database database, Media media, Jobs jobs) {
    return new AuthorRemoval(database, new Removal(media, jobs));
  }

  /** Whose post this is; fails with 404 when there is none. */
  public Future<Long> author(Sql tx, long status) {
    return tx.first(AUTHOR, row -> row.getLong("account_id"), status)
        .map(found -> found.orElseThrow(Failure::notFound));
  }

  /** Removes a post of this author with its photos; fails with 404 when there is none. */
  public Future<Void> post(Sql tx, long author, long status) {
    return removal.remove(tx, author, status, /* withMedia= */ true);
  }

  /**
   * Removes the account's posts and boosts with their photos, each in a transaction of its own.
   * What hangs on the posts, and their rows, go by jobs of their own a little later.
   */
  public Future<Integer> posts(long account, int most) {
    return database
        .primary()
        .list(POSTS, row -> row.getLong("id"), account, most)
        .compose(ids -> remove(account, ids, 0));
  }

  private Future<Integer> remove(long account, List<Long> ids, int at) {
    return at == ids.size()
        ? Future.succeededFuture(at)
        : database
            .transaction(tx -> removal.remove(tx, account, ids.get(at), true))
            .recover(AuthorRemoval::ignoreGone)
            .compose(removed -> remove(account, ids, at + 1));
  }

  /** Somebody else was quicker. */
  private static Future<Void> ignoreGone(Throwable failure) {
    return failure instanceof Failure refused && refused.status() == 404
        ? Future.succeededFuture()
        : Future.failedFuture(failure);
  }

  /** Takes back the account's favourites; how many, {@code most} of them at once. */
  public static Future<Integer> favourites(Sql tx, long account, int most) {
    return tx.list(FAVOURITES, row -> row.getLong("status_id"), account, most).map(List::size);
  }
}
