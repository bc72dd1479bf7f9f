package org.flashcrowd.timelines;

import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flashcrowd.db.Page;
import org.flashcrowd.db.PagedQuery;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/**
 * The ids of the public and tag timelines. They narrow down; what a viewer may see of them is
 * decided where they are made into views, by visible_statuses().
 */
final class TimelineRepository {
  static final PagedQuery PUBLIC =
      PagedQuery.named(
          "timelines.public",
          """
          SELECT s.id
            FROM status s
           WHERE s.visibility = 'public' AND s.state = 'published' AND s.deleted_at IS NULL
             AND s.reblog_of_id IS NULL AND s.in_reply_to_id IS NULL
             AND s.id < $1 AND s.id > $2
             AND (NOT $5::boolean OR s.media_count > 0)
             AND s.account_id NOT IN (SELECT account_id FROM hidden_accounts($4))
             AND NOT EXISTS (SELECT FROM account a
                              WHERE a.id = s.account_id
                                AND (a.silenced_at IS NOT NULL OR a.suspended_at IS NOT NULL))
           ORDER BY s.id :direction
           LIMIT $3
          """);

  // Each tag gives its own page, from its own part of the index; together they give the page.
  static final PagedQuery TAGGED =
      PagedQuery.named(
          "timelines.tagged",
          """
          SELECT DISTINCT s.id
            FROM unnest($6::bigint[]) AS tag (id)
           CROSS JOIN LATERAL (
             SELECT s.id
               FROM status_tag t
               JOIN status s ON s.id = t.status_id
              WHERE t.tag_id = tag.id AND t.status_id < $1 AND t.status_id > $2
                AND s.visibility = 'public' AND s.state = 'published' AND s.deleted_at IS NULL
                AND s.reblog_of_id IS NULL
                AND (NOT $5::boolean OR s.media_count > 0)
                AND s.account_id NOT IN (SELECT account_id FROM hidden_accounts($4))
                AND NOT EXISTS (SELECT FROM account a
                                 WHERE a.id = s.account_id
                                   AND (a.silenced_at IS NOT NULL OR a.suspended_at IS NOT NULL))
                AND NOT EXISTS (SELECT FROM unnest($7::bigint[]) AS needed (id)
                                 WHERE NOT EXISTS (SELECT FROM status_tag n
                                                    WHERE n.tag_id = needed.id
                                                      AND n.status_id = s.id))
                AND NOT EXISTS (SELECT FROM status_tag u
                                 WHERE u.tag_id = ANY ($8::bigint[]) AND u.status_id = s.id)
              ORDER BY t.status_id :direction
              LIMIT $3) s
           ORDER BY s.id :direction
           LIMIT $3
          """);

  private static final Query TAGS =
      Query.named("timelines.tags", "SELECT name, id FROM tag WHERE name = ANY ($1)");

  Future<List<Long>> publicPage(Sql sql, Page page, @Nullable Long viewer, boolean onlyMedia) {
    return PUBLIC.list(sql, page, row -> row.getLong("id"), viewer, onlyMedia);
  }

  /** The ids of those tags that exist, by name. */
  Future<Map<String, Long>> tags(Sql sql, List<String> names) {
    return sql.run(TAGS, (Object) names.toArray(String[]::new))
        .map(
            rows -> {
              Map<String, Long> known = new LinkedHashMap<>();
              rows.forEach(row -> known.put(row.getString("name"), row.getLong("id")));
              return known;
            });
  }

  /** Posts with any of {@code any}, all of {@code all} and none of {@code none}. */
  Future<List<Long>> tagged(Sql sql, Page page, @Nullable Long viewer, TagFilter<Long> tags) {
    return TAGGED.list(
        sql,
        page,
        row -> row.getLong("id"),
        viewer,
        tags.onlyMedia(),
        tags.any().toArray(Long[]::new),
        tags.all().toArray(Long[]::new),
        tags.none().toArray(Long[]::new));
  }
}
