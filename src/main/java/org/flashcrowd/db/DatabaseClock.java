package org.flashcrowd.db;

import java.util.concurrent.TimeUnit;

/**
 * The database's time on this node: its last known reading carried forward by the monotonic clock,
 * so that setting the node's wall clock changes nothing.
 */
final class DatabaseClock {
  private volatile long offset;

  DatabaseClock(long databaseMillis) {
    adjust(databaseMillis);
  }

  void adjust(long databaseMillis) {
    offset = databaseMillis - monotonicMillis();
  }

  long millis() {
    return monotonicMillis() + offset;
  }

  private static long monotonicMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
