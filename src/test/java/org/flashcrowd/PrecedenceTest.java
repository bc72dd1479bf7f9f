package org.flashcrowd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PrecedenceTest {
  private long refused = 3;
  private long now = 1_000_000;
  private final Precedence precedence = new Precedence(() -> refused, () -> now);

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void due_nobodyRefused_isNever() {
    pass(Duration.ofHours(1));

    assertThat(precedence.due()).isFalse();
    assertThat(precedence.behind()).isFalse();
  }

  @Test
  void due_somebodyRefused_isBehindAtOnceAndForNewProcessesEverySecond() {
    refused++;
    assertThat(precedence.due()).isTrue();
    assertThat(precedence.behind()).isTrue();
    precedence.applied(true);

    pass(Precedence.PACE);
    refused++;
    assertThat(precedence.due()).isFalse();
    pass(Precedence.AGAIN);
    refused++;
    assertThat(precedence.due()).isTrue();
  }

  @Test
  void due_onlyAPartWasDone_isDueAgain() {
    refused++;
    assertThat(precedence.due()).isTrue();
    precedence.applied(false);

    pass(Precedence.PACE);
    assertThat(precedence.due()).isTrue();
    precedence.applied(true);
    pass(Precedence.PACE);
    assertThat(precedence.due()).isFalse();
  }

  @Test
  void due_calmForAWhile_isBackOnce() {
    refused++;
    assertThat(precedence.due()).isTrue();
    precedence.applied(true);

    pass(Precedence.CALM.minus(Precedence.PACE));
    precedence.due();
    assertThat(precedence.behind()).isTrue();
    pass(Precedence.PACE);
    assertThat(precedence.due()).isTrue();
    assertThat(precedence.behind()).isFalse();
    precedence.applied(true);
    pass(Precedence.CALM);
    assertThat(precedence.due()).isFalse();
  }
}
