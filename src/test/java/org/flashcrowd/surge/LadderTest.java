package org.flashcrowd.surge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flashcrowd.resilience.Surge.Level;
import org.junit.jupiter.api.Test;

class LadderTest {
  private static final Duration DWELL = Duration.ofSeconds(2);
  private static final long TICK = Duration.ofMillis(500).toNanos();

  private long now;
  private final Ladder ladder = new Ladder(DWELL, now);

  private Level lag(double millis) {
    return take(Map.of(Signal.LOOP_LAG, millis));
  }

  private Level take(Map<Signal, Double> values) {
    now += TICK;
    return ladder.take(values, now).level();
  }

  @Test
  void take_oneHighValue_changesNothing() {
    assertThat(lag(500)).isEqualTo(Level.NORMAL);
    assertThat(lag(1)).isEqualTo(Level.NORMAL);
    assertThat(lag(500)).isEqualTo(Level.NORMAL);
  }

  @Test
  void take_twoHighValues_climbsToTheLowerOfTheTwo() {
    lag(45);
    assertThat(lag(500)).isEqualTo(Level.PATIENT);
    assertThat(lag(500)).isEqualTo(Level.STALE);
  }

  @Test
  void take_valueBetweenLeaveAndEnter_keepsTheLevelAndDoesNotEnterIt() {
    for (int i = 0; i < 20; i++) {
      assertThat(lag(15)).isEqualTo(Level.NORMAL);
    }
    lag(25);
    assertThat(lag(25)).isEqualTo(Level.FRUGAL);
    for (int i = 0; i < 20; i++) {
      assertThat(lag(15)).isEqualTo(Level.FRUGAL);
    }
  }

  @Test
  void take_calm_descendsOneLevelAtATimeEachAfterTheDwell() {
    lag(100);
    assertThat(lag(100)).isEqualTo(Level.STALE);
    List<Level> way = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      way.add(lag(0));
    }
    assertThat(way)
        .containsExactly(
            Level.STALE,
            Level.STALE,
            Level.STALE,
            Level.PATIENT,
            Level.PATIENT,
            Level.PATIENT,
            Level.PATIENT,
            Level.FRUGAL,
            Level.FRUGAL,
            Level.FRUGAL,
            Level.FRUGAL,
            Level.NORMAL);
  }

  @Test
  void take_valueThatSwingsAroundItsThreshold_changesOnce() {
    int changes = 0;
    Level before = Level.NORMAL;
    for (int i = 0; i < 100; i++) {
      Level level = lag(i % 4 < 2 ? 25 : 14);
      changes += level == before ? 0 : 1;
      before = level;
    }
    assertThat(changes).isEqualTo(1);
  }

  @Test
  void take_severalSignals_followsTheLoudestAndSaysWhich() {
    Map<Signal, Double> values =
        Map.of(Signal.LOOP_LAG, 25.0, Signal.DATABASE, 200.0, Signal.CPU, 100.0);
    take(values);
    assertThat(take(values)).isEqualTo(Level.PATIENT);
    assertThat(ladder.step().reason()).isEqualTo("database slow: 200 ms");
  }

  @Test
  void take_processorsAlone_goNoFurtherThanTheFirstLevel() {
    for (int i = 0; i < 10; i++) {
      take(Map.of(Signal.CPU, 100.0));
    }
    assertThat(ladder.step().level()).isEqualTo(Level.FRUGAL);
  }

  @Test
  void take_onlyRefusalsAskForShedding() {
    Map<Signal, Double> values =
        Map.of(Signal.LOOP_LAG, 9e9, Signal.DATABASE, 9e9, Signal.QUEUE_AGE, 9e9);
    take(values);
    assertThat(take(values)).isEqualTo(Level.STALE);
    take(Map.of(Signal.SHEDS, 50.0));
    assertThat(take(Map.of(Signal.SHEDS, 50.0))).isEqualTo(Level.SHEDDING);
  }
}
