package org.flashcrowd.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetryTest {
  private final Vertx vertx = Vertx.vertx();
  private final Retry retry = new Retry(vertx, failure -> failure instanceof IllegalStateException);
  private final AtomicInteger calls = new AtomicInteger();

  @AfterEach
  void close() {
    TestServer.await(vertx.close());
  }

  private Future<Integer> failing(int times, RuntimeException failure) {
    int call = calls.incrementAndGet();
    return call <= times ? Future.failedFuture(failure) : Future.succeededFuture(call);
  }

  @Test
  void run_failsTwice_isMadeAThirdTime() {
    assertThat(TestServer.await(retry.run(() -> failing(2, new IllegalStateException("passing")))))
        .isEqualTo(3);
  }

  @Test
  void run_failsOnAndOn_failsWithTheLastFailure() {
    assertThatThrownBy(
            () ->
                TestServer.await(retry.run(() -> failing(9, new IllegalStateException("passing")))))
        .hasRootCauseMessage("passing");
    assertThat(calls).hasValue(3);
  }

  @Test
  void run_whatWillFailAgain_isNotMadeAgain() {
    assertThatThrownBy(
            () ->
                TestServer.await(
                    retry.run(() -> failing(1, new IllegalArgumentException("lasting")))))
        .hasRootCauseMessage("lasting");
    assertThat(calls).hasValue(1);
  }

  @Test
  void run_everythingFails_isHardlyRetriedAnyMore() {
    for (int i = 0; i < 50; i++) {
      TestServer.await(
          retry
              .run(() -> failing(Integer.MAX_VALUE, new IllegalStateException("passing")))
              .otherwise(0));
    }
    // Fifty calls and the ten retries of the budget.
    assertThat(calls).hasValue(60);
    for (int i = 0; i < 10; i++) {
      TestServer.await(retry.run(() -> Future.succeededFuture(1)));
    }
    calls.set(0);
    assertThat(TestServer.await(retry.run(() -> failing(1, new IllegalStateException("passing")))))
        .isEqualTo(2);
  }
}
