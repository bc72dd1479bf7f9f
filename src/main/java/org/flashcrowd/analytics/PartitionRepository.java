package org.flashcrowd.analytics;

import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.Optional;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;

/** Makes and drops the partitions of days; the migration V53 has the functions. */
final class PartitionRepository {
  // By the database's clock, like all that is deleted for its age: a node's may be wrong.
  private static final Query TODAY =
      Query.named("events.today", "SELECT (now() AT TIME ZONE 'UTC')::date AS day");
  private static final Query EXISTS =
      Query.named("events.partition", "SELECT event_partition_exists($1::date) AS made");
  private static final Query ASIDE =
      Query.named("events.aside", "SELECT set_events_aside($1, $2) AS done");
  private static final Query MAKE =
      Query.named("events.make-partition", "SELECT make_event_partition($1)");
  private static final Query MOVE =
      Query.named("events.move", "SELECT move_events_aside($1, $2, $3) AS done");
  private static final Query DROP =
      Query.named("events.drop-partition", "SELECT drop_event_partition($1) AS done");
  private static final Query FORGET =
      Query.named("events.forget-keys", "DELETE FROM event_keys WHERE day < $1");

  Future<LocalDate> today(Sql sql) {
    return sql.first(TODAY, row -> row.getLocalDate("day")).map(Optional::orElseThrow);
  }

  Future<Boolean> exists(Sql sql, LocalDate day) {
    return sql.first(EXISTS, row -> row.getBoolean("made"), day).map(Optional::orElseThrow);
  }

  /**
   * Takes the default partition out of the way, where something from before that day is in it, and
   * makes today's in the same moment.
   */
  Future<Boolean> setAside(Sql tx, LocalDate today, LocalDate before) {
    return done(tx, ASIDE, today, before);
  }

  Future<Void> make(Sql tx, LocalDate day) {
    return tx.run(MAKE, day).mapEmpty();
  }

  /**
   * Moves so many pages of what was taken out of the way to partitions, which it makes for days
   * between these; whether there was anything.
   */
  Future<Boolean> move(Sql tx, long pages, LocalDate oldest, LocalDate before) {
    return done(tx, MOVE, pages, oldest, before);
  }

  /** Drops the oldest partition of a day before that one; whether there was one. */
  Future<Boolean> drop(Sql tx, LocalDate before) {
    return done(tx, DROP, before);
  }

  private static Future<Boolean> done(Sql tx, Query query, Object... arguments) {
    return tx.first(query, row -> row.getBoolean("done"), arguments).map(Optional::orElseThrow);
  }

  Future<Void> forgetKeys(Sql tx, LocalDate before) {
    return tx.update(FORGET, before).mapEmpty();
  }
}
