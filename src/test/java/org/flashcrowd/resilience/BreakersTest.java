package org.flashcrowd.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flashcrowd.testing.TestStore.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class BreakersTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final BreakerSettings TWO =
      BreakerSettings.timeout(Duration.ofMillis(200)).failures(2).rest(Duration.ofMinutes(1));

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Breakers breakers = new Breakers(VERTX, registry);

  @AfterAll
  static void stop() {
    await(VERTX.close());
  }

  private static <T> Future<T> broken() {
    return Future.failedFuture(new IllegalStateException("broken"));
  }

  private static void fail(Breaker breaker, int times) {
    for (int i = 0; i < times; i++) {
      assertThatThrownBy(() -> await(breaker.run(BreakersTest::broken)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void run_afterTooManyFailures_asksNobody() {
    Breaker breaker = breakers.breaker("mail", TWO);
    fail(breaker, 2);
    AtomicInteger asked = new AtomicInteger();

    assertThatThrownBy(
            () -> await(breaker.run(() -> Future.succeededFuture(asked.incrementAndGet()))))
        .isInstanceOf(BreakerOpen.class)
        .hasMessageContaining("mail");

    assertThat(asked).hasValue(0);
    assertThat(breaker.isOpen()).isTrue();
    assertThat(breakers.summary()).isEqualTo("open: mail");
    assertThat(gauge("flashcrowd.breaker.state", "mail")).isEqualTo(2);
    assertThat(gauge("flashcrowd.breaker.open", "mail")).isEqualTo(1);
    assertThat(calls("mail", "failed")).isEqualTo(2);
    assertThat(calls("mail", "refused")).isEqualTo(1);
  }

  @Test
  void run_fewerFailures_goesOn() {
    Breaker breaker = breakers.breaker("mail", TWO);
    fail(breaker, 1);

    assertThat(await(breaker.run(() -> Future.succeededFuture("sent")))).isEqualTo("sent");
    assertThat(breakers.summary()).isEqualTo("closed");
    assertThat(gauge("flashcrowd.breaker.state", "mail")).isZero();
    assertThat(calls("mail", "succeeded")).isEqualTo(1);
  }

  @Test
  void run_callThatNeverEnds_isGivenUp() {
    Breaker breaker = breakers.breaker("mute", TWO);

    Future<Object> ended =
        breaker.run(() -> Promise.promise().future()).otherwise(failure -> failure);

    assertThat(await(ended)).isInstanceOf(TimeoutException.class);
  }

  @Test
  void run_failureThatSaysNothingOfTheTarget_doesNotCount() {
    Breaker breaker =
        breakers.breaker(
            "mail", TWO.counts(failure -> !(failure instanceof IllegalStateException)));

    fail(breaker, 5);

    assertThat(breaker.isOpen()).isFalse();
  }

  @Test
  void run_afterTheRest_oneTriesAndAllGoOn() throws InterruptedException {
    Breaker breaker = breakers.breaker("back", TWO.rest(Duration.ofMillis(50)));
    fail(breaker, 2);
    CountDownLatch rested = new CountDownLatch(1);
    VERTX.setTimer(200, timer -> rested.countDown());
    rested.await();

    assertThat(await(breaker.run(() -> Future.succeededFuture("one")))).isEqualTo("one");

    assertThat(breaker.isOpen()).isFalse();
    assertThat(await(breaker.run(() -> Future.succeededFuture("two")))).isEqualTo("two");
  }

  @Test
  void family_oneTargetAway_othersAreAsked() {
    BreakerFamily family = breakers.family("push", TWO, 10);
    fail(family.of("away.example"), 2);

    assertThat(family.of("away.example").isOpen()).isTrue();
    assertThat(await(family.of("there.example").run(() -> Future.succeededFuture("ok"))))
        .isEqualTo("ok");
    assertThat(gauge("flashcrowd.breaker.open", "push")).isEqualTo(1);
    assertThat(breakers.summary()).isEqualTo("open: push");
  }

  @Test
  void family_moreTargetsThanItRemembers_staysBounded() {
    BreakerFamily family = breakers.family("push", TWO, 10);

    for (int i = 0; i < 1_000; i++) {
      fail(family.of(i + ".example"), 2);
    }

    assertThat(family.open()).isBetween(1L, 100L);
  }

  @Test
  void breaker_nameTakenAlready_isRefused() {
    breakers.breaker("mail", TWO);

    assertThatThrownBy(() -> breakers.breaker("mail", TWO)).hasMessageContaining("mail");
  }

  private double gauge(String name, String breaker) {
    return registry.get(name).tag("breaker", breaker).gauge().value();
  }

  private double calls(String breaker, String outcome) {
    return registry
        .get("flashcrowd.breaker.calls")
        .tags("breaker", breaker, "outcome", outcome)
        .counter()
        .count();
  }
}
