package org.flashcrowd.statuses;

import io.vertx.core.Future;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;
import org.flashcrowd.http.Failure;

/**
 * Threads that somebody wants to hear no more of: nothing in them is told to them. They see its
 * posts as before.
 */
final class ThreadMutes {
  // Changes a row that is there already into itself, so that no rows means no such post.
  private static final Query MUTE =
      Query.named(
          "statuses.mute-thread",
          """
          INSERT INTO conversation_mute (account_id, conversation_id)
          SELECT $1, o.conversation_id
            FROM visible_statuses($1) s JOIN status o ON o.id = coalesce(s.reblog_of_id, s.id)
           WHERE s.id = $2
          ON CONFLICT (account_id, conversation_id)
          DO UPDATE SET account_id = excluded.account_id
          """);
  private static final Query UNMUTE =
      Query.named(
          "statuses.unmute-thread",
          """
          DELETE FROM conversation_mute c
           USING status s JOIN status o ON o.id = coalesce(s.reblog_of_id, s.id)
           WHERE s.id = $2 AND c.account_id = $1 AND c.conversation_id = o.conversation_id
          """);

  private final Database database;

  ThreadMutes(Database database) {
    this.database = database;
  }

  /** Fails with 404 when the post is not there for the account to see. */
  Future<Void> mute(long account, long id) {
    return database
        .primary()
        .update(MUTE, account, id)
        .compose(
            rows -> rows == 0 ? Future.failedFuture(Failure.notFound()) : Future.succeededFuture());
  }

  Future<Void> unmute(long account, long id) {
    return database.primary().update(UNMUTE, account, id).mapEmpty();
  }
}
