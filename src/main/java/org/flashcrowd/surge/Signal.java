package org.flashcrowd.surge;

import java.util.List;
import java.util.Locale;
import org.flashcrowd.resilience.Surge.Level;

/**
 * What says that a node has too much to do, and from which value on it asks for which level. A
 * level that was entered is left below {@link #LEAVE} of the value that asked for it, so that a
 * value at the edge does not switch it on and off.
 */
public enum Signal {
  /** How long an event waits for its event loop, on the busiest loop, in milliseconds. */
  LOOP_LAG("event loop late", "ms", 20.0, 40.0, 80.0, Signal.NEVER),
  /** How long a trivial statement takes with its wait for a connection, in milliseconds. */
  DATABASE("database slow", "ms", 50.0, 150.0, 400.0, Signal.NEVER),
  /**
   * Share of the machine's cores that are busy, in per cent. A backlog of photos takes all of them
   * without harm to readers, so this alone goes no further than the first level.
   */
  CPU("processors busy", "%", 95.0, Signal.NEVER, Signal.NEVER, Signal.NEVER),
  /** Age of the oldest job that somebody is waiting for, photos excepted, in seconds. */
  QUEUE_AGE("jobs waiting", "s", 10.0, 20.0, 60.0, Signal.NEVER),
  /** Share of the requests that admission refused, in per cent. */
  SHEDS("requests refused", "%", 0.1, 0.5, 1.0, 5.0);

  static final double LEAVE = 0.6;
  private static final double NEVER = Double.POSITIVE_INFINITY;

  private final String words;
  private final String unit;

  // Of the levels from the first on. An unmodifiable list.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Double> enter;

  Signal(String words, String unit, Double... enter) {
    this.words = words;
    this.unit = unit;
    this.enter = List.of(enter);
  }

  /** The level that {@code value} asks for where {@code present} is kept. */
  Level wanted(double value, Level present) {
    Level wanted = Level.NORMAL;
    for (int at = 0; at < enter.size(); at++) {
      Level level = Level.of(at + 1);
      boolean kept = level.compareTo(present) <= 0;
      if (value >= (kept ? LEAVE * enter.get(at) : enter.get(at))) {
        wanted = level;
      }
    }
    return wanted;
  }

  /** For an operator: what it is and how much of it, such as {@code event loop late: 45 ms}. */
  String explain(double value) {
    return String.format(Locale.ROOT, "%s: %.3g %s", words, value, unit);
  }
}
