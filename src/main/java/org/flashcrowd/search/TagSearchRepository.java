package org.flashcrowd.search;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Reads;
import org.flashcrowd.db.Sql;
import org.flashcrowd.text.Folding;
import org.jspecify.annotations.Nullable;

/** Tags by a part of their name. */
final class TagSearchRepository {
  // A hundred candidates in the order of their names; of these, those used most in the last week.
  static final Query BY_BEGINNING =
      Query.named(
          "search.tags-by-beginning",
          """
          SELECT t.id
            FROM (SELECT t.id, t.name
                    FROM tag t
                   WHERE search_fold(t.name) ~>=~ $1::text
                     AND search_fold(t.name) ~<~ ($1::text || $2::text)
                   ORDER BY search_fold(t.name) USING ~<~
                   LIMIT 100) t
           ORDER BY search_fold(t.name) = $1::text DESC,
                    (SELECT coalesce(sum(d.uses), 0) FROM tag_day d
                      WHERE d.tag_id = t.id AND d.day > current_date - 7) DESC,
                    t.name
           LIMIT $3::int OFFSET $4::int
          """);
  static final Query BY_PART =
      Query.named(
          "search.tags-by-part",
          """
          SELECT t.id
            FROM ((SELECT t.id, t.name
                     FROM tag t
                    WHERE search_fold(t.name) ~>=~ $1::text
                      AND search_fold(t.name) ~<~ ($1::text || $2::text)
                    ORDER BY search_fold(t.name) USING ~<~
                    LIMIT 100)
                  UNION
                  (SELECT t.id, t.name
                     FROM tag t
                    WHERE search_fold(t.name) LIKE $5::text
                    LIMIT 100)) t
           ORDER BY search_fold(t.name) = $1::text DESC,
                    starts_with(search_fold(t.name), $1::text) DESC,
                    (SELECT coalesce(sum(d.uses), 0) FROM tag_day d
                      WHERE d.tag_id = t.id AND d.day > current_date - 7) DESC,
                    t.name
           LIMIT $3::int OFFSET $4::int
          """);
  private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

  private final Reads reads;

  TagSearchRepository(Reads reads) {
    this.reads = reads;
  }

  /** Tags that have this in their name: itself first, then those that begin with it. */
  Future<List<Long>> find(@Nullable Long viewer, String name, int limit, int offset) {
    Sql sql = reads.by(viewer);
    String folded = Folding.fold(name);
    return Folding.hasTrigram(folded)
        ? sql.list(
            BY_PART,
            TagSearchRepository::id,
            folded,
            LAST_CHARACTER,
            limit,
            offset,
            Folding.anywhere(folded))
        : sql.list(BY_BEGINNING, TagSearchRepository::id, folded, LAST_CHARACTER, limit, offset);
  }

  private static long id(Row row) {
    return row.getLong("id");
  }
}
