package org.flashcrowd.instance;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.Optional;
import org.flashcrowd.cache.CacheDefinition;
import org.flashcrowd.cache.Caches;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;

/**
 * How many people and posts there are. Counting reads every account's counters, so it is done once
 * in ten minutes by one caller, while the others get the figures of before.
 */
final class Statistics {
  /** The figures of one moment. Active accounts were seen within 30 and 180 days. */
  record Figures(long users, long posts, long activeMonth, long activeHalfyear) {}

  private static final Figures NONE = new Figures(0, 0, 0, 0);
  static final CacheDefinition DEFINITION =
      Refreshed.definition(
          "instance.statistics",
          Duration.ofMinutes(10),
          "How many people and posts there are",
          "one statement counts; zeros are shown where that fails");
  private static final Query COUNT =
      Query.named(
          "instance.statistics",
          """
          SELECT count(*) AS users, coalesce(sum(statuses_count), 0)::bigint AS posts,
                 count(*) FILTER (WHERE last_seen_at > now() - interval '30 days') AS month,
                 count(*) FILTER (WHERE last_seen_at > now() - interval '180 days') AS halfyear
            FROM account_stats
          """);

  private final Database database;
  private final Refreshed<Figures> figures;

  Statistics(Database database, Caches caches) {
    this.database = database;
    this.figures = new Refreshed<>(caches, DEFINITION, this::count);
  }

  /** Never fails: figures that were never counted are zeros. */
  Future<Figures> figures() {
    return figures.get().otherwise(failure -> NONE);
  }

  private Future<Figures> count() {
    return database.replica().first(COUNT, Statistics::figures).map(Optional::orElseThrow);
  }

  private static Figures figures(Row row) {
    return new Figures(
        row.getLong("users"), row.getLong("posts"), row.getLong("month"), row.getLong("halfyear"));
  }
}
