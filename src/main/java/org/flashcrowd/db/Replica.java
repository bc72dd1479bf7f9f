package org.flashcrowd.db;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One read replica: what it has replayed, and whether it is read from. It is while it answers and
 * lags by no more than the limit; it leaves and comes back by itself.
 */
final class Replica {
  private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

  // A server that was promoted has a future of its own: nothing of it may be read as the past of
  // another.
  static final Query POSITION =
      Query.named(
          "db.replica-position",
          """
          SELECT CASE WHEN pg_is_in_recovery()
                      THEN pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::bigint END AS bytes
          """);

  private final String name;
  private final PgConnectOptions at;
  private final Sql probe;
  private final Guard guard;
  private final WalPositions primary;
  private final Duration maxLag;
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile long replayed;
  private volatile boolean usable;

  /**
   * @param probe a connection apart from those of reads, so that the answer does not wait behind
   *     them
   */
  Replica(
      String name,
      PgConnectOptions at,
      Sql probe,
      Guard guard,
      WalPositions primary,
      Duration maxLag) {
    this.name = name;
    this.at = at;
    this.probe = probe;
    this.guard = guard;
    this.primary = primary;
    this.maxLag = maxLag;
    // As old as can be: it has said nothing yet.
    this.replayed = System.nanoTime() - Duration.ofDays(1).toNanos();
  }

  String name() {
    return name;
  }

  PgConnectOptions at() {
    return at;
  }

  /** Asks the replica where it is. */
  Future<?> ask() {
    return guard
        .call(POSITION.name(), () -> probe.first(POSITION, row -> row))
        .onSuccess(this::answered)
        .onComplete(asked -> tellChange());
  }

  private void answered(Optional<Row> answer) {
    Long bytes = answer.map(row -> row.getLong("bytes")).orElse(null);
    OptionalLong moment = bytes == null ? OptionalLong.empty() : primary.before(bytes);
    if (moment.isPresent()) {
      replayed = moment.getAsLong();
    }
  }

  private void tellChange() {
    boolean now = isUsable();
    if (now != usable) {
      usable = now;
      if (now) {
        LOG.info("replica {} is read from", name);
      } else {
        LOG.warn(
            "replica {} is not read from: {}",
            name,
            guard.isOpen() ? "it does not answer" : "it lags by " + lag().toMillis() + " ms");
      }
    }
  }

  /** Everything that was committed before this moment of {@link System#nanoTime} is here. */
  long replayed() {
    return replayed;
  }

  /** At most so old is what it answers. */
  Duration lag() {
    return Duration.ofNanos(System.nanoTime() - replayed);
  }

  boolean isUsable() {
    return !guard.isOpen() && lag().compareTo(maxLag) <= 0;
  }

  int inFlight() {
    return inFlight.get();
  }

  Future<RowSet<Row>> read(String query, Supplier<Future<RowSet<Row>>> statement) {
    inFlight.incrementAndGet();
    return guard.call(query, statement).onComplete(done -> inFlight.decrementAndGet());
  }
}
