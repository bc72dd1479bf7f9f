package org.flashcrowd.analytics;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;

/**
 * What the events of the last days add up to. A visitor is somebody on one day: who comes on two
 * days is two, since nothing links them.
 *
 * @param since the first of the days, in UTC
 * @param types what was done, the most frequent first
 * @param posts the most viewed, the first first
 */
public record EventReport(LocalDate since, List<OfType> types, List<OfPost> posts) {
  private static final int POSTS = 10;

  // By visitor first: counting distinct ones would sort all events.
  static final Query TYPES =
      Query.named(
          "events.types",
          """
          SELECT type, sum(times)::bigint AS events, count(*) AS visitors
            FROM (SELECT type, count(*) AS times
                    FROM events
                   WHERE received_at >= $1 AND received_at < $2
                   GROUP BY type, visitor) of_visitor
           GROUP BY type
           ORDER BY events DESC, type
          """);
  static final Query VIEWED =
      Query.named(
          "events.most-viewed",
          """
          SELECT status_id, sum(times)::bigint AS views, count(*) AS visitors
            FROM (SELECT status_id, count(*) AS times
                    FROM events
                   WHERE received_at >= $1 AND received_at < $2
                     AND type = 'view' AND status_id IS NOT NULL
                   GROUP BY status_id, visitor) of_visitor
           GROUP BY status_id
           ORDER BY views DESC, status_id
           LIMIT $3
          """);

  /** How often something was done, and by how many. */
  public record OfType(String type, long events, long visitors) {}

  /** How often a post was viewed, and by how many. */
  public record OfPost(long status, long views, long visitors) {}

  /**
   * Counts what came today and on the days before.
   *
   * @param days how many, today included
   */
  public static Future<EventReport> of(Database database, Clock clock, int days) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    LocalDate first = today.minusDays(days - 1L);
    OffsetDateTime since = midnight(first);
    OffsetDateTime until = midnight(today.plusDays(1));
    Sql sql = database.replica();
    return sql.list(
            TYPES,
            row ->
                new OfType(row.getString("type"), row.getLong("events"), row.getLong("visitors")),
            since,
            until)
        .compose(
            types ->
                sql.list(
                        VIEWED,
                        row ->
                            new OfPost(
                                row.getLong("status_id"),
                                row.getLong("views"),
                                row.getLong("visitors")),
                        since,
                        until,
                        POSTS)
                    .map(posts -> new EventReport(first, types, posts)));
  }

  private static OffsetDateTime midnight(LocalDate day) {
    return day.atStartOfDay().atOffset(ZoneOffset.UTC);
  }
}
