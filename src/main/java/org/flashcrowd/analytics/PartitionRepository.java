package org.flashcrowd.analytics;

import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;

/** Makes and drops the partitions of days; the migration V53 has the functions. */
final class PartitionRepository {
  private static final Query EXISTS =
      Query.named("events.partition", "SELECT event_partition_exists($1::date) AS made");

  // Those to come, and those of which something is in the default partition, oldest first. A clock
  // that is far ahead makes no partitions.
  private static final Query DAYS =
      Query.named(
          "events.days",
          """
          SELECT $1::date + generate_series(0, $2::integer) AS day
           UNION
          SELECT (received_at AT TIME ZONE 'UTC')::date FROM events_default
           WHERE received_at < ($1::date + $2::integer)::timestamp AT TIME ZONE 'UTC'
           ORDER BY day
          """);
  private static final Query MAKE =
      Query.named("events.make-partition", "SELECT make_event_partition($1, $2) AS moved");
  private static final Query DROP =
      Query.named("events.drop-partitions", "SELECT drop_event_partitions($1) AS dropped");
  private static final Query FORGET =
      Query.named("events.forget-keys", "DELETE FROM event_keys WHERE day < $1");

  Future<Boolean> exists(Sql sql, LocalDate day) {
    return sql.first(EXISTS, row -> row.getBoolean("made"), day).map(Optional::orElseThrow);
  }

  /** The days that are to have a partition. */
  Future<List<LocalDate>> days(Sql tx, LocalDate today, int ahead) {
    return tx.list(DAYS, row -> row.getLocalDate("day"), today, ahead);
  }

  /** Moves so many rows at most; where there were fewer the partition is there. */
  Future<Long> make(Sql tx, LocalDate day, long most) {
    return tx.first(MAKE, row -> row.getLong("moved"), day, most).map(Optional::orElseThrow);
  }

  Future<Integer> drop(Sql tx, LocalDate before) {
    return tx.first(DROP, row -> row.getInteger("dropped"), before).map(Optional::orElseThrow);
  }

  Future<Void> forgetKeys(Sql tx, LocalDate before) {
    return tx.update(FORGET, before).mapEmpty();
  }
}
