package org.flashcrowd.surge;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.flashcrowd.resilience.Surge.Level;

/**
 * Chooses the level from what was measured. Up at the second measurement in a row that asks for it,
 * to the lower of the two; down one level at a time, each kept for a while. So neither one long
 * pause nor one quiet moment moves it, and it does not flap.
 *
 * <p>Confined to one thread.
 */
final class Ladder {
  /** Where it stands, and what put it there. */
  record Step(Level level, String reason) {}

  private static final String CALM = "calm";

  private final long dwellNanos;
  private Step step = new Step(Level.NORMAL, CALM);
  private Level askedBefore = Level.NORMAL;
  // Since when the level was not asked for, or not left.
  private long calmSince;

  /**
   * @param dwell how long a level must not have been asked for before it is left
   */
  Ladder(Duration dwell, long nowNanos) {
    this.dwellNanos = dwell.toNanos();
    this.calmSince = nowNanos;
  }

  /** Takes in one measurement. */
  Step take(Map<Signal, Double> values, long nowNanos) {
    Map<Signal, Level> asked = new EnumMap<>(Signal.class);
    values.forEach((signal, value) -> asked.put(signal, signal.wanted(value, step.level())));
    Signal loudest = Signal.LOOP_LAG;
    for (Map.Entry<Signal, Level> one : asked.entrySet()) {
      if (one.getValue().compareTo(asked.getOrDefault(loudest, Level.NORMAL)) > 0) {
        loudest = one.getKey();
      }
    }
    Level wanted = asked.getOrDefault(loudest, Level.NORMAL);
    Level confirmed = wanted.compareTo(askedBefore) < 0 ? wanted : askedBefore;
    askedBefore = wanted;
    String reason =
        wanted == Level.NORMAL ? CALM : loudest.explain(values.getOrDefault(loudest, 0.0));
    if (confirmed.compareTo(step.level()) > 0) {
      step = new Step(confirmed, reason);
      calmSince = nowNanos;
    } else if (wanted.compareTo(step.level()) >= 0) {
      calmSince = nowNanos;
      step = new Step(step.level(), reason);
    } else if (nowNanos - calmSince >= dwellNanos) {
      step = new Step(Level.of(step.level().number() - 1), reason);
      calmSince = nowNanos;
    }
    return step;
  }

  Step step() {
    return step;
  }
}
