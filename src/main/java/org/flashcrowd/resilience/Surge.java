package org.flashcrowd.resilience;

import java.util.List;
import java.util.function.Supplier;

/**
 * How far this node has cut back what it does, because more is asked of it than it can give. Asked
 * by whoever has something to cut; it costs one read of a field and may be asked for each request.
 *
 * <pre>{@code
 * boolean cachedOnly = surge.atLeast(Surge.Level.FRUGAL);
 * }</pre>
 */
@FunctionalInterface
public interface Surge {
  /** What is cut, each with all that is cut before it. The order is that of {@link #atLeast}. */
  enum Level {
    /** Nothing. */
    NORMAL(0),
    /** Recommendations and trends come from the cache only. */
    FRUGAL(1),
    /** Letters, backfill and counting wait. */
    PATIENT(2),
    /** Popular authors are pulled; public pages come from the cache, however old. */
    STALE(3),
    /** Whom there is no room for is answered 503. */
    SHEDDING(4);

    private static final List<Level> ALL = List.of(values());

    private final int number;

    Level(int number) {
      this.number = number;
    }

    /** What operators call it by, from 0. */
    public int number() {
      return number;
    }

    /** The level of a number from 0 to 4. */
    public static Level of(int number) {
      return ALL.get(number);
    }
  }

  /** A node that is never in trouble. */
  Surge CALM = () -> Level.NORMAL;

  Level level();

  /** Whether an operator set it, for all nodes. */
  default boolean pinned() {
    return false;
  }

  /** Takes the load of one more event loop into account. */
  default void watch(Supplier<LoopLoad> loop) {}

  default boolean atLeast(Level level) {
    return level().compareTo(level) >= 0;
  }
}
