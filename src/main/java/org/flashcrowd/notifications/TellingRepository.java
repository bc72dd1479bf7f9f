package org.flashcrowd.notifications;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/** The statements that write notifications. Each may be repeated: a row is written once. */
final class TellingRepository {
  private static final Query AUTHOR =
      Query.named("notifications.author", "SELECT account_id FROM status WHERE id = $1");

  // Of those whom a post mentions, these; all of them where it is not said whom.
  private static final Query MENTION =
      Writing.named(
          "notifications.mention",
          """
          WITH told AS (
            SELECT m.account_id, s.account_id AS author_id, j.verdict = 'filter' AS filtered,
                   row_number() OVER (ORDER BY m.account_id) AS place
              FROM mention m
              JOIN status s ON s.id = m.status_id
             CROSS JOIN LATERAL judge_notification(m.account_id, s.account_id, s.id, true) j
             WHERE m.status_id = $1 AND s.state = 'published' AND m.account_id <> s.account_id
               AND ($3::bigint[] IS NULL OR m.account_id = ANY ($3))
               AND EXISTS (SELECT FROM visible_statuses(m.account_id) v WHERE v.id = s.id)
               AND NOT EXISTS (SELECT FROM unheard_accounts(m.account_id) u
                                WHERE u.account_id = s.account_id)
               AND j.verdict <> 'drop'
          ), news AS (
            SELECT fresh.id, t.account_id, 'mention' AS type, t.author_id AS from_account_id,
                   $1::bigint AS status_id, NULL::bigint AS report_id,
                   'ungrouped-' || fresh.id AS group_key, now() AS created_at, t.filtered
              FROM told t
              JOIN unnest($2::bigint[]) WITH ORDINALITY AS fresh (id, place)
                ON fresh.place = t.place
          )
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

  // By the follow that asks for it, and not by what their home holds: that leaves out whoever is on
  // an exclusive list, and has followed tags beside. Nothing in a language that the follow is not
  // for, of or about whom they block or mute; no boost, nor an answer to others. Who is mentioned
  // has heard of it already.
  private static final Query ANNOUNCE =
      Writing.named(
          "notifications.announce",
          """
          WITH news AS (
            SELECT told.id, told.account_id, 'status' AS type, s.account_id AS from_account_id,
                   s.id AS status_id, NULL::bigint AS report_id,
                   'ungrouped-' || told.id AS group_key, now() AS created_at,
                   j.verdict = 'filter' AS filtered
              FROM unnest($2::bigint[], $3::bigint[]) AS told (account_id, id)
             CROSS JOIN LATERAL visible_statuses(told.account_id) s
              JOIN follow f ON f.account_id = told.account_id AND f.target_id = s.account_id
             CROSS JOIN LATERAL judge_notification(told.account_id, s.account_id, s.id, false) j
             WHERE s.id = $1 AND s.reblog_of_id IS NULL AND f.notify
               AND (f.languages IS NULL OR s.language IS NULL
                    OR s.language = ANY (f.languages)
                    OR split_part(s.language, '-', 1) = ANY (f.languages))
               AND (s.in_reply_to_account_id IS NULL OR s.in_reply_to_account_id = s.account_id)
               AND NOT EXISTS (SELECT FROM mention m
                                WHERE m.status_id = $1 AND m.account_id = told.account_id)
               AND NOT EXISTS (SELECT FROM hidden_accounts(told.account_id) h
                                WHERE h.account_id = s.account_id
                                   OR h.account_id IN (SELECT m.account_id FROM mention m
                                                        WHERE m.status_id = $1))
               AND j.verdict <> 'drop'
          )
          """);

  private static final Query BOOSTERS =
      Query.named(
          "notifications.boosters",
          """
          SELECT account_id FROM status
           WHERE reblog_of_id = $1 AND account_id > $2
           ORDER BY account_id
           LIMIT $3
          """);

  // Told again of each edit that is later than what they were told of before.
  private static final Query EDITED =
      Writing.renewing(
          "notifications.edited",
          """
          WITH news AS (
            SELECT told.id, told.account_id, 'update' AS type, s.account_id AS from_account_id,
                   s.id AS status_id, NULL::bigint AS report_id,
                   'ungrouped-' || told.id AS group_key, now() AS created_at, false AS filtered
              FROM unnest($2::bigint[], $3::bigint[]) AS told (account_id, id)
             CROSS JOIN LATERAL visible_statuses(told.account_id) s
             WHERE s.id = $1 AND s.edited_at IS NOT NULL AND s.account_id <> told.account_id
               AND NOT EXISTS (SELECT FROM unheard_accounts(told.account_id) u
                                WHERE u.account_id = s.account_id)
               AND NOT EXISTS (SELECT FROM conversation_mute c
                                WHERE c.account_id = told.account_id
                                  AND c.conversation_id = s.conversation_id)
          )
          """,
          "(SELECT s.edited_at FROM status s WHERE s.id = $1)");

  // From nobody else: who decided it is not told.
  private static final Query WARNED =
      Query.named(
          "notifications.warned",
          """
          INSERT INTO notification (id, account_id, type, from_account_id, warning_id, group_key)
          VALUES ($1::bigint, $2, 'moderation_warning', $2, $3, 'ungrouped-' || $1::bigint)
          ON CONFLICT (account_id, type, from_account_id,
                       coalesce(status_id, report_id, warning_id, 0)) DO NOTHING
          RETURNING id, account_id, filtered
          """);

  /** Counts and lists a happening; {@code now} are new ids, of which the first is this moment. */
  Future<List<Told>> tell(
      Sql tx,
      Happening happening,
      long account,
      long subject,
      @Nullable Long status,
      Long[] now,
      int listed) {
    return tx.list(
        happening.tell(),
        Told::of,
        account,
        subject,
        happening.type().wire(),
        now[0],
        status,
        listed,
        now);
  }

  Future<List<Told>> warned(Sql tx, long id, long account, long warning) {
    return tx.list(WARNED, Told::of, id, account, warning);
  }

  Future<Optional<Long>> author(Sql tx, long status) {
    return tx.first(AUTHOR, row -> row.getLong("account_id"), status);
  }

  /**
   * Tells people that a post mentions them.
   *
   * @param among nobody but these; null for all whom it mentions
   */
  Future<List<Told>> mention(Sql tx, long status, Long[] fresh, @Nullable List<Long> among) {
    return fresh.length == 0
        ? Future.succeededFuture(List.of())
        : tx.list(
            MENTION,
            Told::of,
            status,
            fresh,
            among == null ? null : (Object) among.toArray(Long[]::new));
  }

  Future<List<Long>> subscribers(Sql tx, long author, long after, int limit) {
    return tx.list(SUBSCRIBERS, row -> row.getLong("account_id"), author, after, limit);
  }

  Future<List<Told>> announce(Sql tx, long status, List<Long> accounts, Long[] fresh) {
    return tx.list(ANNOUNCE, Told::of, status, accounts.toArray(Long[]::new), fresh);
  }

  Future<List<Long>> boosters(Sql tx, long status, long after, int limit) {
    return tx.list(BOOSTERS, row -> row.getLong("account_id"), status, after, limit);
  }

  Future<List<Told>> edited(Sql tx, long status, List<Long> accounts, Long[] fresh) {
    return tx.list(EDITED, Told::of, status, accounts.toArray(Long[]::new), fresh);
  }
}
