package org.flashcrowd.notifications;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.db.Page;
import org.flashcrowd.db.PagedQuery;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;

/**
 * The statements that read notifications as groups. A group stands where its newest notification
 * does, and nowhere else, so that no page shows it twice.
 */
final class GroupRepository {
  // $4 the reader, $5 the types, $6 whose, $7 also what is kept apart, $8 the types that are
  // grouped.
  // What of a group was not listed counts only where nothing else can explain that it is missing.
  private static final String NEWEST =
      """
      SELECT n.id, n.type, n.from_account_id, n.status_id, n.report_id, n.warning_id, n.created_at,
             n.group_key AS members, n.type = ANY ($8::text[]) AS grouped
        FROM told_notifications($4) n
       WHERE :where
         AND n.type = ANY ($5) AND ($6::bigint IS NULL OR n.from_account_id = $6)
         AND (NOT n.filtered OR $7)
         AND (n.type <> ALL ($8::text[])
              OR NOT EXISTS (SELECT FROM told_notifications($4) newer
                              WHERE newer.group_key = n.group_key AND newer.id > n.id
                                AND ($6::bigint IS NULL OR newer.from_account_id = $6)
                                AND (NOT newer.filtered OR $7)))
       ORDER BY n.id :direction
       LIMIT $3
      """;
  private static final String GROUPS =
      """
      WITH head AS MATERIALIZED (
      """
          + NEWEST
          + """
          )
          SELECT h.id, h.type, h.from_account_id, h.status_id, h.report_id, h.warning_id, h.created_at,
                 CASE WHEN h.grouped THEN h.members ELSE 'ungrouped-' || h.id END AS group_key,
                 m.oldest_on_page, m.sample,
                 CASE WHEN h.grouped AND $6::bigint IS NULL AND s.stored >= $9
                      THEN greatest(m.listed, coalesce(
                        (SELECT g.count FROM notification_group g
                          WHERE g.account_id = $4 AND g.type = h.type
                            AND g.subject_id = coalesce(h.status_id, $4)
                            AND g.hour = split_part(h.members, '-', 3)::integer)
                        - (s.stored - m.listed), 0))
                      ELSE m.listed END AS count
            FROM head h
           CROSS JOIN LATERAL (
             SELECT count(*)::int AS listed,
                    min(t.id) FILTER (WHERE t.id >= (SELECT min(head.id) FROM head)) AS oldest_on_page,
                    (array_agg(t.from_account_id ORDER BY t.id DESC))[1:8] AS sample
               FROM told_notifications($4) t
              WHERE t.group_key = h.members AND (h.grouped OR t.id = h.id)
                AND ($6::bigint IS NULL OR t.from_account_id = $6)
                AND (NOT t.filtered OR $7)
           ) m
           CROSS JOIN LATERAL (
             SELECT count(*)::int AS stored
               FROM notification r
              WHERE r.account_id = $4 AND r.group_key = h.members AND NOT r.filtered
           ) s
           ORDER BY h.id :direction
          """;

  static final PagedQuery PAGE =
      PagedQuery.named("groups.page", GROUPS.replace(":where", "n.id < $1 AND n.id > $2"));

  private static final Query BY_KEY =
      Query.named(
          "groups.by-key",
          GROUPS
              .replace(":where", "n.group_key = $1 AND $2::bigint IS NULL")
              .replace(":direction", "DESC"));

  private static final Query BY_ID =
      Query.named(
          "groups.by-id",
          GROUPS
              .replace(":where", "n.id = $2 AND $1::text IS NOT NULL")
              .replace(":direction", "DESC"));

  static final Query UNREAD =
      Query.named(
          "groups.unread",
          "SELECT count(*)::int AS count FROM ("
              + NEWEST
                  .replace(
                      ":where",
                      """
                      n.id > greatest($2, coalesce((SELECT m.last_read_id FROM marker m
                                                     WHERE m.account_id = $4
                                                       AND m.timeline = 'notifications'), 0))
                         AND n.id < $1\
                      """)
                  .replace(":direction", "DESC")
              + ") unread");

  static final PagedQuery MEMBERS =
      PagedQuery.named(
          "groups.members",
          """
          SELECT n.id, n.from_account_id
            FROM told_notifications($4) n
           WHERE n.group_key = $5 AND n.id < $1 AND n.id > $2
           ORDER BY n.id :direction
           LIMIT $3
          """);

  private static final Query DISMISS =
      Query.named(
          "groups.dismiss",
          """
          UPDATE notification SET dismissed = true
           WHERE account_id = $1 AND group_key = $2 AND NOT dismissed
          """);

  /** One of those in a group. */
  record Member(long id, long account) {}

  Future<List<NotificationGroup>> page(Sql sql, long account, Page page, GroupFilter filter) {
    NotificationFilter wanted = filter.wanted();
    return PAGE.list(
        sql,
        page,
        NotificationGroup::of,
        account,
        wanted.typeNames(),
        wanted.from(),
        wanted.filtered(),
        filter.groupedNames(),
        Notify.LISTED_AN_HOUR);
  }

  /** One group, also of what is kept apart. */
  Future<Optional<NotificationGroup>> one(Sql sql, long account, GroupKey key) {
    GroupFilter all =
        GroupFilter.everything(key.alone() == null ? NotificationType.GROUPED : List.of());
    return sql.first(
        key.alone() == null ? BY_KEY : BY_ID,
        NotificationGroup::of,
        key.text(),
        key.alone(),
        1L,
        account,
        all.wanted().typeNames(),
        null,
        true,
        all.groupedNames(),
        Notify.LISTED_AN_HOUR);
  }

  /** How many groups have something newer than the marker, at most {@code limit}. */
  Future<Integer> unread(Sql sql, long account, GroupFilter filter, int limit) {
    NotificationFilter wanted = filter.wanted();
    return sql.first(
            UNREAD,
            row -> row.getInteger("count"),
            Long.MAX_VALUE,
            0L,
            limit,
            account,
            wanted.typeNames(),
            wanted.from(),
            wanted.filtered(),
            filter.groupedNames())
        .map(count -> count.orElse(0));
  }

  Future<List<Member>> members(Sql sql, long account, Page page, String key) {
    return MEMBERS.list(
        sql,
        page,
        row -> new Member(row.getLong("id"), row.getLong("from_account_id")),
        account,
        key);
  }

  /** How many were dismissed. */
  Future<Integer> dismiss(Sql sql, long account, String key) {
    return sql.update(DISMISS, account, key);
  }
}
