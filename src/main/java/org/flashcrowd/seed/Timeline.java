package org.flashcrowd.seed;

import java.time.Duration;
import java.time.Instant;
import org.flashcrowd.db.Ids;

/**
 * Gives ids that look as if they had been made over a span of the past, each larger than the one
 * before. They carry a node number that no node has ever had, so they meet no other id.
 */
final class Timeline {
  private static final int NODE_SHIFT = 11;
  private static final long SEQUENCE = (1L << NODE_SHIFT) - 1;

  private final int node;
  private final Instant start;
  private final double step;
  private long index;
  private long last;

  /** {@code count} ids over {@code span} from {@code start}; further ones follow the last. */
  Timeline(int node, Instant start, Duration span, int count) {
    this.node = node;
    this.start = start;
    this.step = (double) span.toMillis() / Math.max(1, count);
  }

  long next() {
    Instant moment = start.plusMillis((long) (step * index++));
    long id = Ids.firstOf(moment) | (long) node << NODE_SHIFT;
    if (id <= last) {
      // More than one in this millisecond: the sequence, and then the next millisecond.
      id = (last & SEQUENCE) < SEQUENCE ? last + 1 : nextMillisecond(last);
    }
    last = id;
    return id;
  }

  private long nextMillisecond(long id) {
    return Ids.firstOf(Ids.timeOf(id).plusMillis(1)) | (long) node << NODE_SHIFT;
  }
}
