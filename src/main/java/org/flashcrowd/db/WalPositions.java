package org.flashcrowd.db;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * Where the primary's log was at which moment of this node: it turns how far a replica has replayed
 * it into how old the replica is.
 */
final class WalPositions {
  private static final int MOST = 4_096;

  private record Position(long bytes, long nanos) {}

  private final Deque<Position> known = new ArrayDeque<>();

  /**
   * @param bytes everything acknowledged before {@code nanos} lies below
   */
  synchronized void add(long bytes, long nanos) {
    Position last = known.peekLast();
    if (last != null && last.bytes() > bytes) {
      // Another primary took over, with a log of its own from here on.
      known.clear();
    } else if (last != null && last.bytes() == bytes) {
      known.removeLast();
    } else if (known.size() == MOST) {
      known.removeFirst();
    }
    known.addLast(new Position(bytes, nanos));
  }

  /** The last known moment whose writes are all below a position. */
  synchronized OptionalLong before(long bytes) {
    var newestFirst = known.descendingIterator();
    while (newestFirst.hasNext()) {
      Position position = newestFirst.next();
      if (position.bytes() <= bytes) {
        return OptionalLong.of(position.nanos());
      }
    }
    return OptionalLong.empty();
  }
}
