package org.flashcrowd.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  private long now = 1_000_000;
  private final RetryBudget budget = new RetryBudget(() -> Instant.ofEpochMilli(now));

  private long retries(int wanted) {
    return IntStream.range(0, wanted).filter(i -> budget.spend()).count();
  }

  @Test
  void spend_noCallsMade_isBoundedBySeconds() {
    assertThat(retries(1_000)).isEqualTo(100);
    assertThat(retries(1_000)).isZero();

    now += 2_000;

    assertThat(retries(1_000)).isEqualTo(20);
  }

  @Test
  void spend_callsMade_isAFifthOfThem() {
    retries(1_000);
    for (int i = 0; i < 51; i++) {
      budget.earn();
    }

    assertThat(retries(1_000)).isEqualTo(10);
  }

  @Test
  void spend_clockGoesBack_neitherFillsNorEmpties() {
    retries(100);
    now -= 3_600_000;

    assertThat(retries(10)).isZero();
  }
}
