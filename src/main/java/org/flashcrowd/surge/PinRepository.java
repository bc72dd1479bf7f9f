package org.flashcrowd.surge;

import io.vertx.core.Future;
import java.util.Optional;
import org.flashcrowd.db.Channels;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;
import org.flashcrowd.resilience.Surge.Level;

/**
 * The level that an operator has set for all nodes, in PostgreSQL: it holds until it is released,
 * for nodes that are started meanwhile too.
 */
public final class PinRepository {
  private static final String CHANNEL = "surge";

  private static final Query READ = Query.named("surge.pin-read", "SELECT level FROM surge_pin");

  private static final Query PIN =
      Query.named(
          "surge.pin",
          """
          WITH pinned AS (
            INSERT INTO surge_pin (level) VALUES ($1)
            ON CONFLICT (only_one) DO UPDATE SET level = excluded.level, pinned_at = now()
            RETURNING level
          )
          SELECT pg_notify('surge', level::text) FROM pinned
          """);

  private static final Query RELEASE =
      Query.named(
          "surge.release",
          """
          WITH released AS (DELETE FROM surge_pin)
          SELECT pg_notify('surge', '')
          """);

  private final Database database;

  public PinRepository(Database database) {
    this.database = database;
  }

  /** Sets the level of every node, whatever they measure. */
  public Future<Void> pin(Level level) {
    return database.primary().run(PIN, (short) level.number()).mapEmpty();
  }

  /** Lets every node choose for itself again. */
  public Future<Void> release() {
    return database.primary().run(RELEASE).mapEmpty();
  }

  Future<Optional<Level>> read() {
    return database.primary().first(READ, row -> Level.of(row.getShort("level")));
  }

  /** Calls {@code task} when the pin may have changed. */
  void onChange(Channels channels, Runnable task) {
    channels.listen(CHANNEL, level -> task.run());
    channels.onGap(CHANNEL, task);
  }
}
