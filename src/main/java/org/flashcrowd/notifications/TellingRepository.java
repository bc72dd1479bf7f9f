package org.flashcrowd.notifications;

import io.vertx.core.Future;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/** The statements that write notifications. Each may be repeated: a row is written once. */
final class TellingRepository {
  private static final Query AUTHOR =
      Query.named("notifications.author", "SELECT account_id FROM status WHERE id = $1");

  private static final Query MENTION =
      Query.named(
          "notifications.mention",
          """
          WITH told AS (
            SELECT m.account_id, s.account_id AS author_id,
                   row_number() OVER (ORDER BY m.account_id) AS place
              FROM mention m
              JOIN status s ON s.id = m.status_id
             WHERE m.status_id = $1 AND s.state = 'published' AND m.account_id <> s.account_id
               AND EXISTS (SELECT FROM visible_statuses(m.account_id) v WHERE v.id = s.id)
               AND NOT EXISTS (SELECT FROM unheard_accounts(m.account_id) u
                                WHERE u.account_id = s.account_id)
          )
          INSERT INTO notification (id, account_id, type, from_account_id, status_id, group_key)
          SELECT fresh.id, t.account_id, 'mention', t.author_id, $1, 'ungrouped-' || fresh.id
            FROM told t
            JOIN unnest($2::bigint[]) WITH ORDINALITY AS fresh (id, place) ON fresh.place = t.place
          ON CONFLICT DO NOTHING
          """);

  private static final Query SUBSCRIBERS =
      Query.named(
          "notifications.subscribers",
          """
          SELECT account_id FROM follow
           WHERE target_id = $1 AND notify AND account_id > $2
           ORDER BY account_id
           LIMIT $3
          """);

  // What is not for their home is no news to them, nor is a boost, nor an answer to others; who is
  // mentioned has heard of it already.
  private static final Query ANNOUNCE =
      Query.named(
          "notifications.announce",
          """
          INSERT INTO notification (id, account_id, type, from_account_id, status_id, group_key)
          SELECT told.id, told.account_id, 'status', s.account_id, s.id, 'ungrouped-' || told.id
            FROM unnest($2::bigint[], $3::bigint[]) AS told (account_id, id)
           CROSS JOIN LATERAL home_statuses(told.account_id) s
           WHERE s.id = $1 AND s.reblog_of_id IS NULL
             AND (s.in_reply_to_account_id IS NULL OR s.in_reply_to_account_id = s.account_id)
             AND NOT EXISTS (SELECT FROM mention m
                              WHERE m.status_id = $1 AND m.account_id = told.account_id)
          ON CONFLICT DO NOTHING
          """);

  /**
   * Counts and lists a happening.
   *
   * @param now new ids, of which the first is this moment
   * @return how many were listed anew
   */
  Future<Integer> tell(
      Sql tx,
      Happening happening,
      long account,
      long subject,
      @Nullable Long status,
      Long[] now,
      int listed) {
    return tx.run(
            happening.tell(),
            account,
            subject,
            happening.type().wire(),
            now[0],
            status,
            listed,
            now)
        .map(RowSet::rowCount);
  }

  Future<Optional<Long>> author(Sql tx, long status) {
    return tx.first(AUTHOR, row -> row.getLong("account_id"), status);
  }

  Future<Void> mention(Sql tx, long status, Long[] fresh) {
    return fresh.length == 0 ? Future.succeededFuture() : tx.run(MENTION, status, fresh).mapEmpty();
  }

  Future<List<Long>> subscribers(Sql tx, long author, long after, int limit) {
    return tx.list(SUBSCRIBERS, row -> row.getLong("account_id"), author, after, limit);
  }

  Future<Void> announce(Sql tx, long status, List<Long> accounts, Long[] fresh) {
    return tx.run(ANNOUNCE, status, accounts.toArray(Long[]::new), fresh).mapEmpty();
  }
}
