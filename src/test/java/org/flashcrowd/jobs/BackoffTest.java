package org.flashcrowd.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void ceiling_doublesUpToAnHour() {
    assertThat(Backoff.ceiling(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(Backoff.ceiling(2)).isEqualTo(Duration.ofSeconds(2));
    assertThat(Backoff.ceiling(11)).isEqualTo(Duration.ofSeconds(1024));
    assertThat(Backoff.ceiling(13)).isEqualTo(Duration.ofHours(1));
    assertThat(Backoff.ceiling(1000)).isEqualTo(Duration.ofHours(1));
  }

  @Property(tries = 200)
  void delay_anyAttempt_isPositiveAndBelowItsCeiling(
      @ForAll @IntRange(min = 1, max = 1000) int attempt, @ForAll long seed) {
    RandomGenerator random = new java.util.Random(seed);

    assertThat(new Backoff(random).delayMillis(attempt))
        .isBetween(1L, Backoff.ceiling(attempt).toMillis());
  }
}
