package org.flashcrowd.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestServer.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final Duration LIMIT = Duration.ofSeconds(5);

  @AfterAll
  static void close() {
    await(VERTX.close());
  }

  /** Runs something as a call does: in a context of its own. */
  private static <T> T inCall(Supplier<Future<T>> work) {
    ContextInternal call = ((VertxInternal) VERTX).createEventLoopContext().duplicate();
    Promise<T> answer = Promise.promise();
    call.runOnContext(begun -> work.get().onComplete(answer));
    return await(answer.future());
  }

  @Test
  void remains_outsideOfCalls_isTheLimit() {
    assertThat(Deadline.remains(LIMIT)).isEqualTo(LIMIT.toMillis());
    assertThat(inCall(() -> Future.succeededFuture(Deadline.remains(LIMIT))))
        .isEqualTo(LIMIT.toMillis());
  }

  @Test
  void remains_afterAnAnswerFromElsewhere_isStillTheCalls() {
    long left =
        inCall(
            () -> {
              Deadline.begin(Duration.ofSeconds(2));
              return VERTX
                  .executeBlocking(() -> "done")
                  .compose(done -> VERTX.timer(1))
                  .map(done -> Deadline.remains(LIMIT));
            });

    assertThat(left).isBetween(1L, 2_000L);
  }

  @Test
  void remains_inAnotherCall_isNotAffected() {
    inCall(() -> Future.succeededFuture(Deadline.begin(Duration.ofMillis(1))));

    assertThat(inCall(() -> Future.succeededFuture(Deadline.remains(LIMIT))))
        .isEqualTo(LIMIT.toMillis());
  }

  @Test
  void remains_longAfterTheEnd_isNothing() {
    assertThat(
            inCall(
                () -> {
                  Deadline deadline = Deadline.begin(Duration.ZERO);
                  return Future.succeededFuture(deadline.passed() ? Deadline.remains(LIMIT) : -1L);
                }))
        .isZero();
  }

  @Test
  void without_inCall_hasTheLimitAlsoLater() {
    long left =
        inCall(
            () -> {
              Deadline.begin(Duration.ZERO);
              Promise<Long> later = Promise.promise();
              Deadline.without(
                  VERTX, () -> VERTX.setTimer(1, due -> later.complete(Deadline.remains(LIMIT))));
              return later.future();
            });

    assertThat(left).isEqualTo(LIMIT.toMillis());
  }

  @Test
  void lift_inCall_leavesTheLimit() {
    long left =
        inCall(
            () -> {
              Deadline.begin(Duration.ofMillis(1));
              Deadline.lift();
              return Future.succeededFuture(Deadline.remains(LIMIT));
            });

    assertThat(left).isEqualTo(LIMIT.toMillis());
  }
}
