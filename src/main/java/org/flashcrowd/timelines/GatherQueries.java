package org.flashcrowd.timelines;

import org.flashcrowd.db.PagedQuery;
import org.flashcrowd.db.Query;

/**
 * The statements that work a timeline out from the posts of many. They find candidates; which of
 * them stand there is said by home_statuses() and list_statuses().
 */
final class GatherQueries {
  private GatherQueries() {}

  private static final String HOME_AUTHORS =
      "SELECT f.target_id AS id FROM follow f WHERE f.account_id = $4 UNION ALL SELECT $4";
  private static final String HOME_TAGS =
      "SELECT t.tag_id AS id FROM tag_follow t WHERE t.account_id = $4";
  private static final String LIST_MEMBERS =
      "SELECT m.target_id AS id FROM list_member m WHERE m.list_id = $6";
  private static final String NO_TAGS = "SELECT NULL::bigint AS id WHERE false";

  // Two passes. The first looks at the first post of every author and tag, in an index alone: where
  // the candidates-th of those lies, the page cannot need to look further. The second reads what
  // is on this side of it. $5 is how many candidates are taken for $3 entries, since some of them
  // (replies to strangers, boosts not wanted) will not belong into the timeline.
  private static String candidates(String authors, String tags) {
    return """
    WITH author AS (
      :authors
    ), wanted_tag AS (
      :tags
    ), head AS (
      SELECT h.id
        FROM (SELECT s.id
                FROM author a
               CROSS JOIN LATERAL (SELECT s.id FROM status s
                                    WHERE s.account_id = a.id AND s.id < $1 AND s.id > $2
                                    ORDER BY s.id :direction LIMIT 1) s
              UNION
              SELECT s.id
                FROM wanted_tag t
               CROSS JOIN LATERAL (SELECT u.status_id AS id FROM status_tag u
                                    WHERE u.tag_id = t.id
                                      AND u.status_id < $1 AND u.status_id > $2
                                    ORDER BY u.status_id :direction LIMIT 1) s) h
       ORDER BY h.id :direction
       LIMIT $5
    ), span AS (
      SELECT CASE WHEN count(*) < $5 OR ':direction' = 'ASC' THEN 0 ELSE min(id) END AS low,
             CASE WHEN count(*) < $5 OR ':direction' = 'DESC' THEN 9223372036854775807
                  ELSE max(id) END AS high
        FROM head
    ), candidate AS (
      SELECT c.id
        FROM (SELECT s.id
                FROM author a
               CROSS JOIN span
               CROSS JOIN LATERAL (SELECT s.id FROM status s
                                    WHERE s.account_id = a.id AND s.id < $1 AND s.id > $2
                                      AND s.id >= span.low AND s.id <= span.high
                                    ORDER BY s.id :direction LIMIT $5) s
              UNION
              SELECT s.id
                FROM wanted_tag t
               CROSS JOIN span
               CROSS JOIN LATERAL (SELECT u.status_id AS id FROM status_tag u
                                    WHERE u.tag_id = t.id
                                      AND u.status_id < $1 AND u.status_id > $2
                                      AND u.status_id >= span.low AND u.status_id <= span.high
                                    ORDER BY u.status_id :direction LIMIT $5) s) c
       ORDER BY c.id :direction
       LIMIT $5
    )
    """
        .replace(":authors", authors)
        .replace(":tags", tags);
  }

  // reached is how far the candidates went where there may be more of them; there is always a row.
  private static final String PAGE =
      """
      , page AS (
        SELECT s.id, s.reblog_of_id
          FROM candidate c
         CROSS JOIN LATERAL (SELECT h.id, h.reblog_of_id FROM :rule h WHERE h.id = c.id) s
         ORDER BY c.id :direction
         LIMIT $3
      )
      SELECT page.id AS status_id, page.reblog_of_id, far.reached
        FROM (SELECT CASE WHEN count(*) < $5 THEN NULL
                          WHEN ':direction' = 'DESC' THEN min(id) ELSE max(id) END AS reached
                FROM candidate) far
        LEFT JOIN page ON true
       ORDER BY page.id :direction
      """;

  static final PagedQuery HOME =
      PagedQuery.named(
          "timelines.gather",
          candidates(HOME_AUTHORS, HOME_TAGS) + PAGE.replace(":rule", "home_statuses($4)"));

  /** $6 is the list. */
  static final PagedQuery LIST =
      PagedQuery.named(
          "timelines.list",
          candidates(LIST_MEMBERS, NO_TAGS) + PAGE.replace(":rule", "list_statuses($4, $6)"));

  static final Query REBUILD =
      Query.named(
          "timelines.rebuild",
          candidates(HOME_AUTHORS, HOME_TAGS).replace(":direction", "DESC")
              + """
              INSERT INTO home_feed (account_id, status_id, author_id, reblog_of_id, reblog_author_id)
              SELECT $4, s.id, s.account_id, s.reblog_of_id, o.account_id
                FROM candidate c
               CROSS JOIN LATERAL (SELECT h.id, h.account_id, h.reblog_of_id
                                     FROM home_statuses($4) h WHERE h.id = c.id) s
                LEFT JOIN status o ON o.id = s.reblog_of_id
               WHERE s.account_id <> $4
                 AND s.account_id NOT IN (SELECT p.account_id
                                            FROM pulled_author p
                                            JOIN follow f ON f.account_id = $4
                                                         AND f.target_id = p.account_id
                                           WHERE NOT p.leaving)
               ORDER BY c.id DESC
               LIMIT $3
              ON CONFLICT DO NOTHING
              """);
}
