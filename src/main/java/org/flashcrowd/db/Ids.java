package org.flashcrowd.db;

import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Makes time-ordered 64-bit ids without asking anybody: 42 bits of milliseconds since 2025, 10 bits
 * of node number, 11 bits of sequence (after Twitter's Snowflake).
 *
 * <p>The node number and the time up to which it may be used come from {@link NodeLease}, which
 * reserves them in the database. That is what makes ids unique whatever the node's clock does: a
 * number's next holder starts after its last holder's reservation, and time here is the database's,
 * carried forward by the monotonic clock, never going back.
 */
public final class Ids {
  /** 2025-01-01T00:00:00Z. */
  public static final long EPOCH_MILLIS = 1_735_689_600_000L;

  static final int NODE_BITS = 10;
  static final int SEQUENCE_BITS = 11;
  private static final long SEQUENCE_MASK = (1L << SEQUENCE_BITS) - 1;

  private final int node;
  private final LongSupplier databaseMillis;
  private volatile long reservedUntil;
  private long last;

  /**
   * @param node 0 to 1023, held by this process alone
   * @param databaseMillis the database's time, in milliseconds since 1970
   * @param notBefore the first moment this holder may use, in milliseconds since 1970
   */
  Ids(int node, LongSupplier databaseMillis, long notBefore) {
    this.node = node;
    this.databaseMillis = databaseMillis;
    this.reservedUntil = notBefore;
    this.last = (notBefore - EPOCH_MILLIS) << SEQUENCE_BITS;
  }

  /**
   * The next id, larger than any this node gave before.
   *
   * @throws DatabaseUnavailable when the reservation has run out, because the database has not been
   *     reached for that long
   */
  public synchronized long next() {
    long now = (databaseMillis.getAsLong() - EPOCH_MILLIS) << SEQUENCE_BITS;
    last = Math.max(last + 1, now);
    long millis = last >>> SEQUENCE_BITS;
    if (millis + EPOCH_MILLIS > reservedUntil) {
      throw new DatabaseUnavailable(
          "node.reservation", new IllegalStateException("this node's ids have run out"));
    }
    return (millis << (NODE_BITS + SEQUENCE_BITS))
        | ((long) node << SEQUENCE_BITS)
        | (last & SEQUENCE_MASK);
  }

  void reserve(long untilMillis) {
    reservedUntil = untilMillis;
  }

  /** The moment an id was made, to the millisecond. */
  public static Instant timeOf(long id) {
    return Instant.ofEpochMilli((id >>> (NODE_BITS + SEQUENCE_BITS)) + EPOCH_MILLIS);
  }

  /** The smallest id of a moment: a keyset bound for "since then". */
  public static long firstOf(Instant moment) {
    return Math.max(0, moment.toEpochMilli() - EPOCH_MILLIS) << (NODE_BITS + SEQUENCE_BITS);
  }
}
