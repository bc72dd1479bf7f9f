package org.flashcrowd.statuses;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Optional;
import org.flashcrowd.accounts.Visibility;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Failure;

/** The few posts that somebody shows first on their profile. */
final class Pins {
  private static final Query PINNABLE =
      Query.named(
          "statuses.pinnable",
          """
          SELECT s.account_id = $1 AS own, s.reblog_of_id IS NOT NULL AS boost, s.visibility
            FROM visible_statuses($1) s WHERE s.id = $2
          """);
  // One account's pins one after the other, so that their number is right.
  private static final Query LOCK =
      Query.named("statuses.lock-pins", "SELECT FROM account WHERE id = $1 FOR NO KEY UPDATE");
  private static final Query PIN =
      Query.named(
          "statuses.pin",
          """
          INSERT INTO status_pin (account_id, status_id, id)
          SELECT $1, $2, $3
           WHERE (SELECT count(*) FROM status_pin
                   WHERE account_id = $1 AND status_id <> $2) < $4
          ON CONFLICT (account_id, status_id) DO UPDATE SET id = status_pin.id
          """);
  private static final Query UNPIN =
      Query.named(
          "statuses.unpin", "DELETE FROM status_pin WHERE account_id = $1 AND status_id = $2");

  private final Database database;
  private final Ids ids;
  private final int most;

  /**
   * @param most pins of one account
   */
  Pins(Database database, Ids ids, int most) {
    this.database = database;
    this.ids = ids;
    this.most = most;
  }

  private record Candidate(boolean own, boolean boost, Visibility visibility) {
    static Candidate of(Row row) {
      return new Candidate(
          row.getBoolean("own"), row.getBoolean("boost"), StatusRepository.visibility(row));
    }
  }

  /**
   * Pins a post of one's own, which may be pinned already; fails with 404 when it is not there for
   * the account to see, with 422 when it may not be pinned.
   */
  Future<Void> pin(long account, long id) {
    return database.transaction(
        tx ->
            tx.first(PINNABLE, Candidate::of, account, id)
                .map(Pins::check)
                .compose(pinnable -> tx.run(LOCK, account))
                .compose(locked -> add(tx, account, id)));
  }

  private static Candidate check(Optional<Candidate> found) {
    Candidate candidate = found.orElseThrow(Failure::notFound);
    if (candidate.boost()) {
      throw refused("A boost cannot be pinned");
    }
    if (!candidate.own()) {
      throw refused("Someone else's post cannot be pinned");
    }
    if (candidate.visibility() == Visibility.DIRECT) {
      throw refused("Posts that are only visible to mentioned users cannot be pinned");
    }
    return candidate;
  }

  private Future<Void> add(Sql tx, long account, long id) {
    return tx.update(PIN, account, id, ids.next(), most)
        .map(
            pinned -> {
              if (pinned == 0) {
                throw refused("You have already pinned the maximum number of posts");
              }
              return null;
            });
  }

  private static Failure refused(String why) {
    return Failure.unprocessable("Validation failed: " + why);
  }

  Future<Void> unpin(long account, long id) {
    return database.primary().update(UNPIN, account, id).mapEmpty();
  }
}
