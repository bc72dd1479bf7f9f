package org.flashcrowd.analytics;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;

/**
 * The keys of the days on which events come in, shared by all nodes: whichever needs one first
 * makes it. For the use of one context.
 */
final class DayKeys {
  private static final int BYTES = 32;

  // The update changes nothing; without it a key that another node makes at this moment would not
  // be
  // told.
  private static final Query KEY =
      Query.named(
          "events.key",
          """
          INSERT INTO event_keys (day, key) VALUES ($1, $2)
              ON CONFLICT (day) DO UPDATE SET key = event_keys.key
          RETURNING key
          """);

  private final Sql sql;
  private final SecureRandom random = new SecureRandom();
  private final TreeMap<LocalDate, DayKey> known = new TreeMap<>();

  DayKeys(Sql sql) {
    this.sql = sql;
  }

  /** The keys of these days. */
  Future<Map<LocalDate, DayKey>> of(List<LocalDate> days) {
    Future<Map<LocalDate, DayKey>> keys = Future.succeededFuture(new TreeMap<>());
    for (LocalDate day : days) {
      keys = keys.compose(found -> key(day).map(key -> with(found, day, key)));
    }
    return keys;
  }

  private Future<DayKey> key(LocalDate day) {
    DayKey key = known.get(day);
    if (key != null) {
      return Future.succeededFuture(key);
    }
    byte[] made = new byte[BYTES];
    random.nextBytes(made);
    return sql.first(
            KEY, row -> new DayKey(row.getBuffer("key").getBytes()), day, Buffer.buffer(made))
        .map(Optional::orElseThrow)
        .onSuccess(shared -> remember(day, shared));
  }

  /** A group that begins before midnight and ends after it needs two; nothing needs a third. */
  private void remember(LocalDate day, DayKey key) {
    known.put(day, key);
    known.headMap(day.minusDays(1)).clear();
  }

  private static Map<LocalDate, DayKey> with(
      Map<LocalDate, DayKey> keys, LocalDate day, DayKey key) {
    keys.put(day, key);
    return keys;
  }
}
