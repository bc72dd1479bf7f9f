package org.flashcrowd.search;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.flashcrowd.db.Page;
import org.flashcrowd.db.PagedQuery;
import org.flashcrowd.db.Reads;

/**
 * The ways through the index of posts. Each reads a bounded number of rows: {@code window} of them
 * in the order of ids, or so many that the words' own index gives.
 */
final class PostSearchRepository {
  // Stops at the page's last row: of a common word it reads few more rows than it finds.
  static final PagedQuery WALK =
      PagedQuery.named(
          "search.walk",
          """
          SELECT s.id
            FROM (SELECT x.status_id, x.words
                    FROM status_search x
                   WHERE x.status_id < $1 AND x.status_id > $2
                   ORDER BY x.status_id :direction
                   LIMIT $6::int) x
            JOIN searchable_statuses($4, $7) s ON s.id = x.status_id
           WHERE x.words @@ $5::text::tsquery
           ORDER BY x.status_id :direction
           LIMIT $3
          """);

  // The index gives rows in no order. One more than are wanted says that there are too many: the
  // first row has their number, and there is no other then.
  static final PagedQuery MATCHING =
      PagedQuery.named(
          "search.matching",
          """
          WITH found AS MATERIALIZED (
            SELECT x.status_id, x.words
              FROM status_search x
             WHERE x.words @@ $8::text::tsquery
             LIMIT $6::int + 1
          )
          SELECT NULL::bigint AS id, count(*)::int AS found FROM found
          UNION ALL
          SELECT page.id, NULL
            FROM (SELECT s.id
                    FROM (SELECT f.status_id
                            FROM found f
                           WHERE f.status_id < $1 AND f.status_id > $2
                             AND f.words @@ $5::text::tsquery
                             AND (SELECT count(*) FROM found) <= $6::int
                           ORDER BY f.status_id :direction) f
                    JOIN searchable_statuses($4, $7) s ON s.id = f.status_id
                   ORDER BY f.status_id :direction
                   LIMIT $3) page
          """);

  static final PagedQuery BY_AUTHOR =
      PagedQuery.named(
          "search.by-author",
          """
          SELECT s.id
            FROM (SELECT t.id
                    FROM status t
                   WHERE t.account_id = $8 AND t.id < $1 AND t.id > $2
                   ORDER BY t.id :direction
                   LIMIT $6::int) t
            JOIN status_search x ON x.status_id = t.id
            JOIN searchable_statuses($4, $7) s ON s.id = t.id
           WHERE x.words @@ $5::text::tsquery
           ORDER BY t.id :direction
           LIMIT $3
          """);

  // What somebody had to do with lately, of each kind so many.
  static final PagedQuery LIBRARY =
      PagedQuery.named(
          "search.library",
          """
          SELECT s.id
            FROM (SELECT x.status_id
                    FROM ((SELECT t.id FROM status t
                            WHERE t.account_id = $4 AND t.id < $1
                            ORDER BY t.id DESC LIMIT $6::int)
                          UNION
                          (SELECT m.status_id FROM mention m
                            WHERE m.account_id = $4 AND m.status_id < $1
                            ORDER BY m.status_id DESC LIMIT $6::int)
                          UNION
                          (SELECT f.status_id FROM favourite f
                            WHERE f.account_id = $4 ORDER BY f.id DESC LIMIT $6::int)
                          UNION
                          (SELECT b.status_id FROM bookmark b
                            WHERE b.account_id = $4 ORDER BY b.id DESC LIMIT $6::int)
                          UNION
                          (SELECT r.reblog_of_id FROM status r
                            WHERE r.account_id = $4 AND r.reblog_of_id IS NOT NULL
                            ORDER BY r.id DESC LIMIT $6::int)) l (id)
                    JOIN status_search x ON x.status_id = l.id
                   WHERE l.id < $1 AND l.id > $2 AND x.words @@ $5::text::tsquery
                   ORDER BY x.status_id :direction) l
            JOIN searchable_statuses($4, $7) s ON s.id = l.status_id
           ORDER BY l.status_id :direction
           LIMIT $3
          """);

  private final Reads reads;

  PostSearchRepository(Reads reads) {
    this.reads = reads;
  }

  /** What a query asks for, ready for PostgreSQL. */
  record Asked(long viewer, String exact, String loose, PostQuery.Place place) {
    private String where() {
      return place.name().toLowerCase(Locale.ROOT);
    }
  }

  Future<List<Long>> walk(Asked asked, Page page, int window) {
    return WALK.list(
        reads.by(asked.viewer()),
        page,
        PostSearchRepository::id,
        asked.viewer(),
        asked.exact(),
        window,
        asked.where());
  }

  /** Empty when more than {@code most} posts have the words: then walk. */
  Future<Optional<List<Long>>> matching(Asked asked, Page page, int most) {
    return MATCHING
        .list(
            reads.by(asked.viewer()),
            page,
            Match::of,
            asked.viewer(),
            asked.exact(),
            most,
            asked.where(),
            asked.loose())
        .map(rows -> complete(rows, most));
  }

  /** Of the first row how many there are, of the others the post. */
  private record Match(long id, int found) {
    static Match of(Row row) {
      Integer found = row.getInteger("found");
      return found == null ? new Match(row.getLong("id"), 0) : new Match(0, found);
    }
  }

  private static Optional<List<Long>> complete(List<Match> rows, int most) {
    List<Long> ids = new ArrayList<>(rows.size());
    for (Match row : rows) {
      if (row.found() > most) {
        return Optional.empty();
      }
      if (row.id() > 0) {
        ids.add(row.id());
      }
    }
    return Optional.of(ids);
  }

  Future<List<Long>> byAuthor(Asked asked, Page page, long author, int window) {
    return BY_AUTHOR.list(
        reads.by(asked.viewer()),
        page,
        PostSearchRepository::id,
        asked.viewer(),
        asked.exact(),
        window,
        asked.where(),
        author);
  }

  Future<List<Long>> library(Asked asked, Page page, int window) {
    return LIBRARY.list(
        reads.by(asked.viewer()),
        page,
        PostSearchRepository::id,
        asked.viewer(),
        asked.exact(),
        window,
        asked.where());
  }

  private static long id(Row row) {
    return row.getLong("id");
  }
}
