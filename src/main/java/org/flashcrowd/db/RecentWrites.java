package org.flashcrowd.db;

import io.vertx.core.Future;
import java.time.Duration;

/**
 * Which accounts have written lately, so that none of them reads from a replica that does not have
 * their own writes yet.
 */
public interface RecentWrites {
  /** Remembers that an account has written. Completes, and never fails, once all nodes can know. */
  Future<Void> remember(long account);

  /**
   * Whether the account may have written something that a replica does not have.
   *
   * @param replayed the replica has everything that was committed before this moment of {@link
   *     System#nanoTime}
   * @return true also where that cannot be told
   */
  Future<Boolean> unseen(long account, long replayed);

  /** How long a write must be remembered: longer than any replica that is read from may lag. */
  static Duration kept(Duration maxLag) {
    return maxLag.plusSeconds(1);
  }
}
