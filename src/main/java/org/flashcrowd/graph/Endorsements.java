package org.flashcrowd.graph;

import io.vertx.core.Future;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Violations;
import org.flashcrowd.http.Failure;

/**
 * Shows others on one's profile: only whom one follows. The schema takes them off when that ends.
 */
final class Endorsements {
  private static final Query ADD =
      Query.named(
          "graph.endorse",
          """
          INSERT INTO endorsement (account_id, target_id, id) VALUES ($1, $2, $3)
          ON CONFLICT DO NOTHING
          """);
  private static final Query REMOVE =
      Query.named(
          "graph.unendorse", "DELETE FROM endorsement WHERE account_id = $1 AND target_id = $2");

  private final Database database;
  private final Ids ids;
  private final Accounts accounts;

  Endorsements(Database database, Ids ids, Accounts accounts) {
    this.database = database;
    this.ids = ids;
    this.accounts = accounts;
  }

  /**
   * Shows an account, once.
   *
   * @return fails with 404 when there is no such account, with 422 when it is not followed
   */
  Future<Void> add(long account, long target) {
    return accounts
        .byId(target)
        .map(found -> found.orElseThrow(Failure::notFound))
        .compose(known -> database.primary().update(ADD, account, target, ids.next()))
        .<Void>mapEmpty()
        .recover(
            failure ->
                Future.failedFuture(
                    Violations.foreignKey(failure)
                        ? Failure.unprocessable(
                            "Validation failed: you can only endorse whom you follow")
                        : failure));
  }

  /** Shows it no more, if it was. */
  Future<Void> remove(long account, long target) {
    return database.primary().update(REMOVE, account, target).mapEmpty();
  }
}
