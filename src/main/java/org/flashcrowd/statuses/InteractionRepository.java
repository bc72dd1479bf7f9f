package org.flashcrowd.statuses;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Optional;
import org.flashcrowd.accounts.Visibility;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/** Favourites, bookmarks and boosts: rows that are there once or not at all. */
final class InteractionRepository {
  private static final Query FAVOURITE =
      Query.named(
          "statuses.favourite",
          """
          INSERT INTO favourite (account_id, status_id, id) VALUES ($1, $2, $3)
          ON CONFLICT DO NOTHING
          """);
  // Undoing asks nothing about visibility: whoever may no longer see a post may still withdraw.
  private static final Query UNFAVOURITE =
      Query.named(
          "statuses.unfavourite",
          """
          DELETE FROM favourite f
           USING status s JOIN status o ON o.id = coalesce(s.reblog_of_id, s.id)
           WHERE s.id = $2 AND f.account_id = $1 AND f.status_id = o.id
          RETURNING o.id, o.account_id
          """);
  private static final Query BOOKMARK =
      Query.named(
          "statuses.bookmark",
          """
          INSERT INTO bookmark (account_id, status_id, id) VALUES ($1, $2, $3)
          ON CONFLICT DO NOTHING
          """);
  private static final Query UNBOOKMARK =
      Query.named(
          "statuses.unbookmark",
          """
          DELETE FROM bookmark b USING status s
           WHERE s.id = $2 AND b.account_id = $1 AND b.status_id = coalesce(s.reblog_of_id, s.id)
          """);
  private static final Query REBLOG =
      Query.named(
          "statuses.reblog",
          """
          INSERT INTO status (id, account_id, application_id, state, visibility, reblog_of_id)
          VALUES ($1, $2, $3, 'published', $4, $5)
          ON CONFLICT (reblog_of_id, account_id) WHERE reblog_of_id IS NOT NULL DO NOTHING
          RETURNING id
          """);
  private static final Query REBLOG_OF =
      Query.named(
          "statuses.reblog-of",
          "SELECT id FROM status WHERE reblog_of_id = $1 AND account_id = $2");
  private static final Query UNREBLOG =
      Query.named(
          "statuses.unreblog",
          """
          DELETE FROM status r USING status s
           WHERE s.id = $2 AND r.account_id = $1 AND r.reblog_of_id = coalesce(s.reblog_of_id, s.id)
          RETURNING r.id, r.account_id, r.visibility, r.reblog_of_id
          """);

  /** A post and its author. */
  record Favoured(long status, long author) {}

  /** Whether it is new. */
  Future<Boolean> favourite(Sql tx, long account, long status, long id) {
    return tx.update(FAVOURITE, account, status, id).map(rows -> rows > 0);
  }

  /** Empty when there was none. */
  Future<Optional<Favoured>> unfavourite(Sql tx, long account, long status) {
    return tx.first(
        UNFAVOURITE,
        row -> new Favoured(row.getLong("id"), row.getLong("account_id")),
        account,
        status);
  }

  Future<Integer> bookmark(Sql sql, long account, long status, long id) {
    return sql.update(BOOKMARK, account, status, id);
  }

  Future<Integer> unbookmark(Sql sql, long account, long status) {
    return sql.update(UNBOOKMARK, account, status);
  }

  /** Empty when the account has boosted it already. */
  Future<Optional<Long>> reblog(Sql tx, Publication boost, @Nullable Long application) {
    return tx.first(
        REBLOG,
        row -> row.getLong("id"),
        boost.status(),
        boost.account(),
        application,
        boost.visibility().wire(),
        boost.reblogOf());
  }

  Future<Optional<Long>> reblogOf(Sql tx, long status, long account) {
    return tx.first(REBLOG_OF, row -> row.getLong("id"), status, account);
  }

  /** The boost that was removed; empty when there was none. */
  Future<Optional<Publication>> unreblog(Sql tx, long account, long status) {
    return tx.first(UNREBLOG, InteractionRepository::boost, account, status);
  }

  static Publication boost(Row row) {
    Visibility visibility = StatusRepository.visibility(row);
    return new Publication(
        row.getLong("id"),
        row.getLong("account_id"),
        visibility,
        row.getLong("reblog_of_id"),
        null);
  }
}
