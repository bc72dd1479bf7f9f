package org.flashcrowd.recommendations;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;

/** Works out what is popular, and keeps the best of it. */
final class TrendRepository {
  // A favourite counts one, a boost two, somebody else's answer one; each half as much after half
  // the time. Of each sort so many are counted as a statement can in its time.
  static final Query DAILY =
      Query.named(
          "recommendations.daily",
          """
          WITH happened (status_id, account_id, id, weight) AS (
            (SELECT f.status_id, f.account_id, f.id, 1.0
               FROM favourite f WHERE f.id > $1 LIMIT 500000)
            UNION ALL
            (SELECT coalesce(r.reblog_of_id, r.in_reply_to_id), r.account_id, r.id,
                    CASE WHEN r.reblog_of_id IS NULL THEN 1.0 ELSE 2.0 END
               FROM status r
              WHERE r.id > $1 AND r.state = 'published' AND r.deleted_at IS NULL
                AND (r.reblog_of_id IS NOT NULL OR r.in_reply_to_id IS NOT NULL)
              LIMIT 500000)
          ), scored AS (
            SELECT h.status_id AS id, s.account_id,
                   sum(h.weight * power(0.5, ($2::bigint - h.id)::float8 / $3::float8)) AS score
              FROM happened h
              JOIN status s ON s.id = h.status_id
             WHERE s.visibility = 'public' AND s.state = 'published' AND s.deleted_at IS NULL
               AND NOT s.sensitive AND s.reblog_of_id IS NULL AND s.in_reply_to_id IS NULL
               AND h.account_id <> s.account_id
             GROUP BY h.status_id, s.account_id
          ), best AS (
            SELECT t.id, t.score
              FROM scored t JOIN discoverable_accounts() a ON a.id = t.account_id
             ORDER BY t.score DESC, t.id DESC
             LIMIT $4
          ), gone AS (
            DELETE FROM trending_status t
             WHERE t.period = 'daily'
               AND NOT EXISTS (SELECT FROM best b WHERE b.id = t.status_id)
          )
          INSERT INTO trending_status (period, status_id, score)
          SELECT 'daily', id, score FROM best
              ON CONFLICT (period, status_id) DO UPDATE SET score = excluded.score
          """);
  // By all that they ever got. Candidates are the best of the day and those already here; where
  // there is nothing yet, the newest posts.
  static final Query OVER_TIME =
      Query.named(
          "recommendations.over-time",
          """
          WITH candidate (id) AS (
            SELECT t.status_id FROM trending_status t WHERE t.period IN ('daily', $1::text)
            UNION
            (SELECT s.id FROM status s
              WHERE s.visibility = 'public' AND s.state = 'published' AND s.deleted_at IS NULL
                AND s.reblog_of_id IS NULL AND s.in_reply_to_id IS NULL AND s.id > $2
                AND NOT EXISTS (SELECT FROM trending_status t WHERE t.period = $1::text)
              ORDER BY s.id DESC LIMIT 50000)
          ), best AS (
            SELECT s.id, c.favourites_count + 2 * c.reblogs_count + c.replies_count AS score
              FROM candidate k
              JOIN status s ON s.id = k.id
              JOIN status_stats c ON c.status_id = s.id
              JOIN discoverable_accounts() a ON a.id = s.account_id
             WHERE s.id > $2 AND s.visibility = 'public' AND s.state = 'published'
               AND s.deleted_at IS NULL AND NOT s.sensitive
               AND c.favourites_count + c.reblogs_count + c.replies_count > 0
             ORDER BY score DESC, s.id DESC
             LIMIT $3
          ), gone AS (
            DELETE FROM trending_status t
             WHERE t.period = $1::text
               AND NOT EXISTS (SELECT FROM best b WHERE b.id = t.status_id)
          )
          INSERT INTO trending_status (period, status_id, score)
          SELECT $1::text, id, score FROM best
              ON CONFLICT (period, status_id) DO UPDATE SET score = excluded.score
          """);
  // By how many people used them, each day half as much as the next.
  static final Query TAGS =
      Query.named(
          "recommendations.tags",
          """
          WITH best AS (
            SELECT d.tag_id, sum(d.accounts * power(0.5, $2::date - d.day)) AS score
              FROM tag_day d
             WHERE d.day > $2::date - 7 AND d.day <= $2::date AND d.accounts > 0
             GROUP BY d.tag_id
             ORDER BY score DESC, d.tag_id
             LIMIT $1
          ), gone AS (
            DELETE FROM trending_tag t
             WHERE NOT EXISTS (SELECT FROM best b WHERE b.tag_id = t.tag_id)
          )
          INSERT INTO trending_tag (tag_id, score)
          SELECT tag_id, score FROM best
              ON CONFLICT (tag_id) DO UPDATE SET score = excluded.score
          """);
  // By followers, of those who joined or posted in the last months.
  static final Query ACCOUNTS =
      Query.named(
          "recommendations.accounts",
          """
          WITH best AS (
            SELECT a.id, c.followers_count AS score
              FROM account_stats c JOIN discoverable_accounts() a ON a.id = c.account_id
             WHERE c.followers_count > 0
               AND coalesce(c.last_status_at, a.created_at) > now() - interval '90 days'
             ORDER BY c.followers_count DESC, a.id
             LIMIT $1
          ), gone AS (
            DELETE FROM popular_account p
             WHERE NOT EXISTS (SELECT FROM best b WHERE b.id = p.account_id)
          )
          INSERT INTO popular_account (account_id, score)
          SELECT id, score FROM best
              ON CONFLICT (account_id) DO UPDATE SET score = excluded.score
          """);

  // So many are kept of each: more than anybody pages through.
  private static final int STATUSES = 200;
  private static final int TAGS_KEPT = 100;
  private static final int ACCOUNTS_KEPT = 500;

  /** Half the weight after so long. */
  private static final Duration HALF = Duration.ofHours(12);

  /** The posts of the last days, by what happened to them when. */
  Future<Integer> daily(Sql tx, Instant now) {
    // Ids run with the time: so many of them are twelve hours.
    long id = Ids.firstOf(now);
    double half = id - Ids.firstOf(now.minus(HALF));
    return tx.update(DAILY, Ids.firstOf(now.minus(Period.DAILY.reach())), id, half, STATUSES);
  }

  /** The posts of a longer period. */
  Future<Integer> overTime(Sql tx, Period period, Instant now) {
    return tx.update(OVER_TIME, period.wire(), Ids.firstOf(now.minus(period.reach())), STATUSES);
  }

  Future<Integer> tags(Sql tx, Instant now) {
    return tx.update(TAGS, TAGS_KEPT, now.atOffset(ZoneOffset.UTC).toLocalDate());
  }

  Future<Integer> accounts(Sql tx) {
    return tx.update(ACCOUNTS, ACCOUNTS_KEPT);
  }
}
