package org.flashcrowd.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {
  private static final long START = 1_000_000L * 60_000;
  private final SlidingWindow window =
      new SlidingWindow(new RateLimit("test", 4, Duration.ofMinutes(1)));

  @Test
  void take_upToTheLimit_countsDown() {
    assertThat(window.take(START).remaining()).isEqualTo(3);
    assertThat(window.take(START).remaining()).isEqualTo(2);
    assertThat(window.take(START).remaining()).isEqualTo(1);
    assertThat(window.take(START).allowed()).isTrue();

    RateLimiter.Verdict fifth = window.take(START);

    assertThat(fifth.allowed()).isFalse();
    assertThat(fifth.remaining()).isZero();
    assertThat(fifth.reset()).isEqualTo(Instant.ofEpochMilli(START + 60_000));
  }

  @Test
  void take_halfOfTheNextWindow_isHeldByHalfOfTheLast() {
    for (int i = 0; i < 4; i++) {
      window.take(START);
    }

    assertThat(window.take(START + 60_000).allowed()).isFalse();
    assertThat(window.take(START + 90_000).remaining()).isEqualTo(1);
    assertThat(window.take(START + 90_000).remaining()).isZero();
    assertThat(window.take(START + 90_000).allowed()).isFalse();
  }

  @Test
  void take_twoWindowsLater_startsAnew() {
    for (int i = 0; i < 5; i++) {
      window.take(START);
    }

    assertThat(window.take(START + 120_000).remaining()).isEqualTo(3);
  }

  @Test
  void learn_whatOthersCounted_leavesLess() {
    window.take(START);
    window.takeUntold();
    window.take(START);

    window.learn(START, 2, 0);

    assertThat(window.take(START).remaining()).isZero();
    assertThat(window.take(START).allowed()).isFalse();
  }

  @Test
  void learn_atTheStartOfAWindow_countsInIt() {
    window.take(START);
    window.takeUntold();

    window.learn(START + 60_000, 4, 0);

    assertThat(window.take(START + 60_000).allowed()).isFalse();
  }
}
