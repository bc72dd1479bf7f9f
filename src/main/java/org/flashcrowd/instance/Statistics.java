package org.flashcrowd.instance;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many people and posts there are. Counting reads every account's counters, so it is done once
 * in ten minutes by one caller, while the others get the figures of before.
 */
final class Statistics {
  /** The figures of one moment. Active accounts were seen within 30 and 180 days. */
  record Figures(long users, long posts, long activeMonth, long activeHalfyear, Instant at) {}

  private static final Logger LOG = LoggerFactory.getLogger(Statistics.class);
  private static final Duration FRESH = Duration.ofMinutes(10);
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
  private final Clock clock;
  private final AtomicBoolean counting = new AtomicBoolean();
  private volatile Figures last = new Figures(0, 0, 0, 0, Instant.EPOCH);

  Statistics(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Never fails: figures that cannot be counted again are those of before. */
  Future<Figures> figures() {
    boolean fresh = last.at().plus(FRESH).isAfter(clock.instant());
    if (fresh || !counting.compareAndSet(false, true)) {
      return Future.succeededFuture(last);
    }
    return database
        .replica()
        .first(COUNT, this::figures)
        .map(Optional::orElseThrow)
        .onSuccess(counted -> last = counted)
        .onFailure(failure -> LOG.warn("statistics not counted: {}", failure.getMessage()))
        .onComplete(done -> counting.set(false))
        .otherwise(failure -> last);
  }

  private Figures figures(Row row) {
    return new Figures(
        row.getLong("users"),
        row.getLong("posts"),
        row.getLong("month"),
        row.getLong("halfyear"),
        clock.instant());
  }
}
