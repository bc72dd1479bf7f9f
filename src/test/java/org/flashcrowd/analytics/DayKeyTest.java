package org.flashcrowd.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DayKeyTest {
  private static final DayKey DAY = new DayKey(new byte[] {1, 2, 3});
  private static final DayKey NEXT = new DayKey(new byte[] {1, 2, 4});

  @Test
  void visitor_oneDay_isTheSameForOneAccountAlone() {
    assertThat(DAY.visitor(17)).isEqualTo(DAY.visitor(17)).isNotEqualTo(DAY.visitor(18));
    assertThat(DAY.visitor(17)).isEqualTo(new DayKey(new byte[] {1, 2, 3}).visitor(17));
  }

  @Test
  void visitor_anotherDay_isAnother() {
    assertThat(NEXT.visitor(17)).isNotEqualTo(DAY.visitor(17));
  }
}
