package org.flashcrowd.scheduling;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.flashcrowd.config.SchedulingSettings;
import org.flashcrowd.http.Failure;
import org.junit.jupiter.api.Test;

class SchedulingLimitsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T05:00:00Z");

  private final SchedulingLimits limits =
      new SchedulingLimits(
          new ScheduledStatusRepository(),
          new SchedulingSettings(300, 25, Duration.ofDays(365)),
          InstantSource.fixed(NOW));

  @Test
  void checkTime_fromFiveMinutesToTheMost_isAccepted() {
    assertThatCode(() -> limits.checkTime(NOW.plus(Duration.ofMinutes(5))))
        .doesNotThrowAnyException();
    assertThatCode(() -> limits.checkTime(NOW.plus(Duration.ofDays(365))))
        .doesNotThrowAnyException();
  }

  @Test
  void checkTime_tooNearOrPast_isRefused() {
    for (Instant at : new Instant[] {NOW.plusSeconds(299), NOW, NOW.minusSeconds(1), Instant.MIN}) {
      assertThatThrownBy(() -> limits.checkTime(at))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("must be in the future");
    }
  }

  @Test
  void checkTime_tooFar_isRefused() {
    for (Instant at : new Instant[] {NOW.plus(Duration.ofDays(365)).plusMillis(1), Instant.MAX}) {
      assertThatThrownBy(() -> limits.checkTime(at))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("365 days");
    }
  }
}
