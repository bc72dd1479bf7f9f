package org.flashcrowd.conversations;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.db.Page;
import org.flashcrowd.db.PagedQuery;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/** The statements of conversations. */
final class ConversationRepository {
  private static final String COLUMNS =
      "c.id, c.account_id, c.participants, c.last_status_id, c.unread";

  // Nothing of whom the reader blocks, be they the other one or whoever wrote last.
  private static final String SHOWN =
      """
       AND NOT EXISTS (SELECT FROM block b
                        WHERE b.account_id = c.account_id
                          AND (b.target_id = (SELECT s.account_id FROM status s
                                               WHERE s.id = c.last_status_id)
                               OR c.participants = ARRAY[b.target_id]))
      """;

  static final PagedQuery PAGE =
      PagedQuery.named(
          "conversations.page",
          "SELECT "
              + COLUMNS
              + " FROM conversation c WHERE c.account_id = $4"
              + " AND c.last_status_id < $1 AND c.last_status_id > $2"
              + SHOWN
              + " ORDER BY c.last_status_id :direction LIMIT $3");

  private static final Query ONE =
      Query.named(
          "conversations.one",
          "SELECT "
              + COLUMNS
              + " FROM conversation c WHERE c.id = $2 AND c.account_id = $1"
              + SHOWN);

  private static final Query READ =
      Query.named(
          "conversations.read",
          "UPDATE conversation c SET unread = false WHERE c.id = $2 AND c.account_id = $1");

  private static final Query REMOVE =
      Query.named(
          "conversations.remove", "DELETE FROM conversation WHERE id = $2 AND account_id = $1");

  // A row for everybody who is in it and may see it, or for these of them; ids are given for as
  // many
  // as there can be.
  private static final Query ENTER =
      Query.named(
          "conversations.enter",
          """
          WITH post AS (
            SELECT s.id, s.account_id, s.conversation_id
              FROM status s
             WHERE s.id = $1 AND s.visibility = 'direct' AND s.state = 'published'
               AND s.deleted_at IS NULL AND s.conversation_id IS NOT NULL
          ), people AS (
            SELECT account_id FROM post
            UNION
            SELECT m.account_id FROM mention m JOIN post ON post.id = m.status_id
          ), reached AS (
            SELECT p.account_id, row_number() OVER (ORDER BY p.account_id) AS place,
                   ARRAY(SELECT o.account_id FROM people o WHERE o.account_id <> p.account_id
                          ORDER BY o.account_id) AS participants,
                   p.account_id <> post.account_id
                     AND NOT EXISTS (SELECT FROM conversation_mute m
                                      WHERE m.account_id = p.account_id
                                        AND m.conversation_id = post.conversation_id) AS unread
              FROM people p CROSS JOIN post
             WHERE ($3::bigint[] IS NULL OR p.account_id = ANY ($3))
               AND EXISTS (SELECT FROM visible_statuses(p.account_id) v WHERE v.id = post.id)
               AND NOT EXISTS (SELECT FROM block b
                                WHERE b.account_id = p.account_id
                                  AND b.target_id = post.account_id)
          )
          INSERT INTO conversation AS c
            (id, account_id, thread_id, participants, last_status_id, unread)
          SELECT fresh.id, r.account_id, post.conversation_id, r.participants, post.id, r.unread
            FROM reached r
           CROSS JOIN post
            JOIN unnest($2::bigint[]) WITH ORDINALITY AS fresh (id, place)
              ON fresh.place = r.place
           ORDER BY r.account_id
          ON CONFLICT (account_id, thread_id, participants) DO UPDATE
            SET last_status_id = excluded.last_status_id, unread = excluded.unread
            WHERE c.last_status_id < excluded.last_status_id
          RETURNING
          """
              + COLUMNS);

  // The latest before the one that went, of those last in its thread that the same people are in.
  private static final Query LEAVE =
      Query.named(
          "conversations.leave",
          """
          WITH touched AS (
            SELECT c.id,
                   (SELECT s.id
                      FROM (SELECT t.id, t.account_id
                              FROM status t
                             WHERE t.conversation_id = c.thread_id AND t.id <> $1
                               AND t.visibility = 'direct' AND t.state = 'published'
                               AND t.deleted_at IS NULL
                             ORDER BY t.id DESC LIMIT 200) s
                     WHERE ARRAY(SELECT p.account_id
                                   FROM (SELECT s.account_id
                                         UNION
                                         SELECT m.account_id FROM mention m
                                          WHERE m.status_id = s.id) p
                                  WHERE p.account_id <> c.account_id
                                  ORDER BY p.account_id) = c.participants
                       AND (s.account_id = c.account_id
                            OR EXISTS (SELECT FROM mention m
                                        WHERE m.status_id = s.id AND m.account_id = c.account_id))
                     ORDER BY s.id DESC LIMIT 1) AS previous
              FROM conversation c
             WHERE c.last_status_id = $1
          ), gone AS (
            DELETE FROM conversation c USING touched t WHERE c.id = t.id AND t.previous IS NULL
          )
          UPDATE conversation c SET last_status_id = t.previous
            FROM touched t
           WHERE c.id = t.id AND t.previous IS NOT NULL
          """);

  Future<List<Conversation>> page(Sql sql, long account, Page page) {
    return PAGE.list(sql, page, Conversation::of, account);
  }

  Future<Optional<Conversation>> one(Sql sql, long account, long id) {
    return sql.first(ONE, Conversation::of, account, id);
  }

  /** How many are now read: one, or none. */
  Future<Integer> read(Sql sql, long account, long id) {
    return sql.update(READ, account, id);
  }

  Future<Integer> remove(Sql sql, long account, long id) {
    return sql.update(REMOVE, account, id);
  }

  /**
   * Puts a post into the conversations of those who are in it; those that it is new to.
   *
   * @param among nobody but these; null for everybody
   */
  Future<List<Conversation>> enter(Sql sql, long status, Long[] fresh, @Nullable List<Long> among) {
    return sql.list(
        ENTER,
        Conversation::of,
        status,
        fresh,
        among == null ? null : (Object) among.toArray(Long[]::new));
  }

  /** Takes a post out of the conversations that it was the last of. */
  Future<Void> leave(Sql sql, long status) {
    return sql.run(LEAVE, status).mapEmpty();
  }
}
