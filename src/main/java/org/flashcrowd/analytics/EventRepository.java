package org.flashcrowd.analytics;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/** Writes events, a group of batches with one statement. For the use of one context. */
final class EventRepository implements EventBuffer.Writer {
  static final Query INSERT =
      Query.named(
          "events.insert",
          """
          INSERT INTO events (received_at, at, visitor, status_id, duration_ms, type)
          SELECT * FROM unnest($1::timestamptz[], $2::timestamptz[], $3::bigint[], $4::bigint[],
                               $5::integer[], $6::text[])
          """);

  private final Sql sql;
  private final DayKeys keys;

  /**
   * @param sql connections of its own: what hangs here must hang nothing else
   */
  EventRepository(Sql sql) {
    this.sql = sql;
    this.keys = new DayKeys(sql);
  }

  @Override
  public Future<Void> write(List<EventBatch> group) {
    return keys.of(group.stream().map(EventBatch::day).distinct().toList())
        .compose(known -> sql.run(INSERT, rows(group, known)))
        .mapEmpty();
  }

  private static Tuple rows(List<EventBatch> group, Map<LocalDate, DayKey> keys) {
    int size = group.stream().mapToInt(EventBatch::size).sum();
    OffsetDateTime[] received = new OffsetDateTime[size];
    @Nullable OffsetDateTime[] moments = new @Nullable OffsetDateTime[size];
    Long[] visitors = new Long[size];
    @Nullable Long[] statuses = new @Nullable Long[size];
    @Nullable Integer[] durations = new @Nullable Integer[size];
    String[] types = new String[size];
    int i = 0;
    for (EventBatch batch : group) {
      OffsetDateTime at = batch.received().atOffset(ZoneOffset.UTC);
      Long visitor = Objects.requireNonNull(keys.get(batch.day())).visitor(batch.account());
      for (Event event : batch.events()) {
        received[i] = at;
        moments[i] = moment(event.at());
        visitors[i] = visitor;
        statuses[i] = event.status();
        durations[i] = event.milliseconds();
        types[i++] = event.type().wire();
      }
    }
    return Tuple.of(received, moments, visitors, statuses, durations, types);
  }

  private static @Nullable OffsetDateTime moment(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}
