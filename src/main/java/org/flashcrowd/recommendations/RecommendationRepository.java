package org.flashcrowd.recommendations;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/** Reads what was worked out to be popular, and who may be shown to whom. */
final class RecommendationRepository {
  // What has changed since it was worked out is asked again.
  static final Query STATUSES =
      Query.named(
          "recommendations.statuses",
          """
          SELECT t.status_id AS id
            FROM trending_status t
            JOIN status s ON s.id = t.status_id
            JOIN discoverable_accounts() a ON a.id = s.account_id
           WHERE t.period = $1 AND (NOT $2::boolean OR s.media_count > 0)
             AND s.visibility = 'public' AND s.state = 'published' AND s.deleted_at IS NULL
             AND NOT s.sensitive
             AND s.account_id NOT IN (SELECT h.account_id FROM hidden_accounts($3::bigint) h)
           ORDER BY t.score DESC, t.status_id DESC
           LIMIT $4 OFFSET $5
          """);
  static final Query TAGS =
      Query.named(
          "recommendations.trending-tags",
          """
          SELECT t.tag_id AS id FROM trending_tag t
           ORDER BY t.score DESC, t.tag_id
           LIMIT $1 OFFSET $2
          """);
  static final Query ACCOUNTS =
      Query.named(
          "recommendations.popular-accounts",
          """
          SELECT p.account_id AS id
            FROM popular_account p JOIN discoverable_accounts() a ON a.id = p.account_id
           WHERE NOT EXISTS (SELECT FROM unwanted_accounts($1::bigint) u WHERE u.id = a.id)
           ORDER BY p.score DESC, p.account_id
           LIMIT $2
          """);
  // Of the last 200 whom the viewer follows, the last 100 whom each follows: at most 20,000 rows.
  // Whom more of them follow comes first, then who follows the viewer.
  static final Query FRIENDS_OF_FRIENDS =
      Query.named(
          "recommendations.friends-of-friends",
          """
          SELECT near.id
            FROM (SELECT theirs.target_id AS id, count(*) AS friends
                    FROM (SELECT f.target_id FROM follow f
                           WHERE f.account_id = $1 ORDER BY f.id DESC LIMIT 200) mine
                   CROSS JOIN LATERAL (SELECT g.target_id FROM follow g
                                        WHERE g.account_id = mine.target_id
                                        ORDER BY g.id DESC LIMIT 100) theirs
                   GROUP BY theirs.target_id
                   ORDER BY friends DESC, id
                   LIMIT 1000) near
            JOIN discoverable_accounts() a ON a.id = near.id
           WHERE NOT EXISTS (SELECT FROM unwanted_accounts($1) u WHERE u.id = near.id)
           ORDER BY near.friends DESC,
                    EXISTS (SELECT FROM follow b
                             WHERE b.account_id = near.id AND b.target_id = $1) DESC,
                    near.id
           LIMIT $2
          """);
  static final Query DIRECTORY_ACTIVE =
      Query.named(
          "recommendations.directory-active",
          """
          SELECT a.id
            FROM account_stats c JOIN discoverable_accounts() a ON a.id = c.account_id
           WHERE c.last_status_at IS NOT NULL
             AND NOT EXISTS (SELECT FROM hidden_accounts($1::bigint) h WHERE h.account_id = a.id)
           ORDER BY c.last_status_at DESC, c.account_id DESC
           LIMIT $2 OFFSET $3
          """);
  static final Query DIRECTORY_NEW =
      Query.named(
          "recommendations.directory-new",
          """
          SELECT a.id
            FROM discoverable_accounts() a
           WHERE NOT EXISTS (SELECT FROM hidden_accounts($1::bigint) h WHERE h.account_id = a.id)
           ORDER BY a.id DESC
           LIMIT $2 OFFSET $3
          """);
  private static final Query DISMISS =
      Query.named(
          "recommendations.dismiss",
          """
          INSERT INTO suggestion_dismissal (account_id, target_id)
          SELECT $1, a.id FROM account a WHERE a.id = $2
              ON CONFLICT DO NOTHING
          """);

  Future<List<Long>> statuses(
      Sql sql, Period period, boolean media, @Nullable Long viewer, int limit, int offset) {
    return sql.list(
        STATUSES, RecommendationRepository::id, period.wire(), media, viewer, limit, offset);
  }

  Future<List<Long>> tags(Sql sql, int limit, int offset) {
    return sql.list(TAGS, RecommendationRepository::id, limit, offset);
  }

  /** Popular accounts that the viewer has nothing to do with yet. */
  Future<List<Long>> accounts(Sql sql, @Nullable Long viewer, int limit) {
    return sql.list(ACCOUNTS, RecommendationRepository::id, viewer, limit);
  }

  Future<List<Long>> friendsOfFriends(Sql sql, long viewer, int limit) {
    return sql.list(FRIENDS_OF_FRIENDS, RecommendationRepository::id, viewer, limit);
  }

  Future<List<Long>> directory(
      Sql sql, boolean newest, @Nullable Long viewer, int limit, int offset) {
    return sql.list(
        newest ? DIRECTORY_NEW : DIRECTORY_ACTIVE,
        RecommendationRepository::id,
        viewer,
        limit,
        offset);
  }

  Future<Void> dismiss(Sql sql, long account, long target) {
    return sql.update(DISMISS, account, target).mapEmpty();
  }

  private static long id(Row row) {
    return row.getLong("id");
  }
}
