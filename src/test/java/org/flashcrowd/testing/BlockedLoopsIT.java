package org.flashcrowd.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flashcrowd.testing.TestServer.await;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The control of every other test's check: a loop that is blocked does fail a test. */
class BlockedLoopsIT {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  @Test
  void failIfAny_blockedLoop_namesWhereItWas() {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setMaxEventLoopExecuteTime(100)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
                .setWarningExceptionTime(100)
                .setWarningExceptionTimeUnit(TimeUnit.MILLISECONDS)
                .setBlockedThreadCheckInterval(20)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS));
    vertx.getOrCreateContext().runOnContext(start -> blockUntilHeard());
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!BlockedLoops.heard() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }

    assertThatThrownBy(BlockedLoops::failIfAny)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("blockUntilHeard");
    await(vertx.close());
    BlockedLoops.forget();
  }

  private static void blockUntilHeard() {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!BlockedLoops.heard() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
  }
}
