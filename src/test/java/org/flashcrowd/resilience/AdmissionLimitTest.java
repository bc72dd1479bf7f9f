package org.flashcrowd.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

/** How many are let in. */
class AdmissionLimitTest extends AdmissionFixture {
  /** Periods of as many readers as there is room for, by the time that each one's answer takes. */
  private void crowd(int periods, IntToLongFunction nanos) {
    for (int i = 0; i < periods; i++) {
      int in = fill(Priority.OWN);
      for (int reader = 0; reader < in; reader++) {
        admission.leave(Priority.OWN, nanos.applyAsLong(reader), now);
      }
      limit();
    }
  }

  @Test
  void limit_lateWrites_lowersTheirOwnAlone() {
    for (int i = 0; i < 60; i++) {
      fill(Priority.OWN);
      int in = fill(Priority.WRITE);
      for (int j = 0; j < in; j++) {
        admission.leave(Priority.WRITE, 500 * MILLI, now);
      }
      limit();
    }
    assertThat(fill(Priority.WRITE)).isEqualTo(2);
  }

  @Test
  void limit_answersInTimeAndOthersWait_rises() {
    for (int i = 0; i < 20; i++) {
      fill();
      for (int j = 0; j < 8; j++) {
        tick();
        admission.leave(Priority.OWN, MILLI, now);
      }
      limit();
    }
    assertThat(limit()).isEqualTo(200);
  }

  @Test
  void limit_answersInTimeAndNobodyWaits_stays() {
    admission.enter(Priority.OWN);
    admission.leave(Priority.OWN, MILLI, now);
    assertThat(limit()).isEqualTo(64);
  }

  @Test
  void limit_lateAnswers_fallsToTheLeastAndNoFurther() {
    crowd(60, reader -> 150 * MILLI);
    assertThat(limit()).isEqualTo(LEAST);
  }

  @Test
  void limit_afterACrowd_returnsToWhatItBeganWith() {
    crowd(60, reader -> 150 * MILLI);
    for (int i = 0; i < 40; i++) {
      limit();
    }
    assertThat(limit()).isEqualTo(64);
  }

  @Test
  void limit_fewLateAnswersAmongMany_isNotOverload() {
    crowd(20, reader -> reader % 20 == 0 ? 500 * MILLI : MILLI);
    assertThat(limit()).isGreaterThan(64);
  }

  @Test
  void limit_lateLoop_falls() {
    int before = limit();
    fill();
    for (int i = 0; i < 30; i++) {
      admission.leave(Priority.OWN, MILLI, now);
      fill();
      tickLate(60);
    }
    assertThat(limit()).isLessThan(before);
    assertThat(admission.load().lagMillis()).isGreaterThan(20);
  }
}
