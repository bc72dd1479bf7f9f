package org.flashcrowd.instance;

import io.vertx.core.Future;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.flashcrowd.cache.CacheDefinition;
import org.flashcrowd.cache.Caches;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Query;

/**
 * What happened in each of the last twelve weeks. Ids are ordered by time, so a week is a range of
 * a primary key; a week that is over is counted once by each node, the current one at most once in
 * ten minutes.
 */
final class Activity {
  /** One week, as the API has it: numbers as texts. */
  record Week(String week, String statuses, String logins, String registrations) {}

  private static final int WEEKS = 12;
  static final CacheDefinition DEFINITION =
      Refreshed.definition(
          "instance.activity",
          Duration.ofMinutes(10),
          "What happened in each of the last twelve weeks",
          "a statement for each week that this node has not counted yet");
  static final Query COUNT =
      Query.named(
          "instance.activity",
          """
          SELECT (SELECT count(*) FROM status WHERE id >= $1 AND id < $2) AS statuses,
                 (SELECT count(*) FROM active_week WHERE week = $3) AS logins,
                 (SELECT count(*) FROM account WHERE id >= $1 AND id < $2) AS registrations
          """);
  private static final Query FORGET =
      Query.named("instance.activity-forget", "DELETE FROM active_week WHERE week < $1");

  private final Database database;
  private final InstantSource clock;
  private final Refreshed<List<Week>> weeks;
  private final Map<LocalDate, Week> over = new ConcurrentHashMap<>();

  Activity(Database database, InstantSource clock, Caches caches) {
    this.database = database;
    this.clock = clock;
    this.weeks = new Refreshed<>(caches, DEFINITION, this::count);
  }

  /** The current week first. */
  Future<List<Week>> weeks() {
    return weeks.get();
  }

  private Future<List<Week>> count() {
    LocalDate current =
        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
            .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    LocalDate oldest = current.minusWeeks(WEEKS - 1);
    over.keySet().removeIf(week -> week.isBefore(oldest));
    Future<List<Week>> counted =
        database.primary().update(FORGET, oldest).map(deleted -> new ArrayList<Week>());
    for (int ago = 0; ago < WEEKS; ago++) {
      LocalDate week = current.minusWeeks(ago);
      counted = counted.compose(weeks -> week(week, current).map(one -> with(weeks, one)));
    }
    return counted;
  }

  private static List<Week> with(List<Week> weeks, Week one) {
    List<Week> more = new ArrayList<>(weeks);
    more.add(one);
    return more;
  }

  private Future<Week> week(LocalDate week, LocalDate current) {
    Week known = over.get(week);
    return known != null
        ? Future.succeededFuture(known)
        : count(week)
            .onSuccess(
                counted -> {
                  if (week.isBefore(current)) {
                    over.put(week, counted);
                  }
                });
  }

  private Future<Week> count(LocalDate week) {
    return database
        .replica()
        .first(
            COUNT,
            row ->
                new Week(
                    Long.toString(week.atStartOfDay(ZoneOffset.UTC).toEpochSecond()),
                    Long.toString(row.getLong("statuses")),
                    Long.toString(row.getLong("logins")),
                    Long.toString(row.getLong("registrations"))),
            firstId(week),
            firstId(week.plusWeeks(1)),
            week)
        .map(Optional::orElseThrow);
  }

  private static long firstId(LocalDate day) {
    return Ids.firstOf(day.atStartOfDay(ZoneOffset.UTC).toInstant());
  }
}
