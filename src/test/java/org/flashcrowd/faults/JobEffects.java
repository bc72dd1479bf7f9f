package org.flashcrowd.faults;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What jobs of posts, favourites and photos have made, once the queue is empty: what is missing,
 * and what is there more than once.
 *
 * @param expected favourites, of each of which its author is told, and photos, each of which is
 *     made ready
 * @param missing of them
 * @param twice counted more often than they happened
 */
record JobEffects(long expected, long missing, long twice) {
  /** Counters and groups are where a second run of a job would show. */
  static JobEffects of(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            """
            WITH favourites AS (
              SELECT f.account_id, f.status_id, s.account_id AS author
                FROM favourite f JOIN status s ON s.id = f.status_id
               WHERE f.account_id <> s.account_id
            ), told AS (
              SELECT count(*) AS n FROM favourites f
               WHERE EXISTS (SELECT FROM notification n
                              WHERE n.account_id = f.author AND n.type = 'favourite'
                                AND n.from_account_id = f.account_id AND n.status_id = f.status_id)
            ), counted AS (
              SELECT coalesce(sum(count), 0) AS n FROM notification_group WHERE type = 'favourite'
            ), photos AS (
              SELECT count(*) AS n, count(*) FILTER (WHERE state = 'ready') AS ready FROM media
            )
            SELECT (SELECT count(*) FROM favourites) AS favourites, told.n AS told,
                   counted.n AS counted, photos.n AS photos, photos.ready AS ready
              FROM told, counted, photos
            """)) {
      rows.next();
      long favourites = rows.getLong("favourites");
      return new JobEffects(
          favourites + rows.getLong("photos"),
          favourites - rows.getLong("told") + rows.getLong("photos") - rows.getLong("ready"),
          Math.max(0, rows.getLong("counted") - favourites));
    }
  }
}
