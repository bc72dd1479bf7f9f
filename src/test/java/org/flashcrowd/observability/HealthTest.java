package org.flashcrowd.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.junit.jupiter.api.Test;

@Proves(Promise.OPERATIONS)
class HealthTest {
  private final AtomicLong nanos = new AtomicLong(-5);
  private final Health health = new Health(nanos::get);

  @Test
  void live_loopsThatTurn_isOk() {
    health.turns("one");
    pass(Duration.ofSeconds(9));
    health.turns("two");
    pass(Duration.ofSeconds(1));

    assertThat(health.live().ok()).isTrue();
  }

  @Test
  void live_loopHeldUp_namesItUntilItTurnsAgain() {
    health.turns("one");
    health.turns("two");
    pass(Duration.ofSeconds(11));
    health.turns("two");

    assertThat(health.live().ok()).isFalse();
    assertThat(health.live().parts()).containsOnlyKeys("one").containsValue("held up for 11 s");

    health.turns("one");
    assertThat(health.live().ok()).isTrue();
  }

  @Test
  void live_whileDraining_isOkUntilTheEnd() {
    health.started();
    health.turns("one");
    health.draining();
    pass(Duration.ofMinutes(1));

    assertThat(health.live().ok()).isTrue();
  }

  @Test
  void ready_beforeTheStartAndWhileDraining_isNot() {
    assertThat(health.ready().status()).isEqualTo("starting");
    assertThat(health.ready().ok()).isFalse();

    health.started();
    assertThat(health.ready().ok()).isTrue();

    health.draining();
    assertThat(health.ready().status()).isEqualTo("draining");
    assertThat(health.ready().ok()).isFalse();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
