package org.flashcrowd.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flashcrowd.testing.TestServer.await;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The control of every other test's check: a loop that is blocked does fail a test. */
class BlockedLoopsIT {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  @Test
  void failIfAny_loopKeptBusy_namesWhereItWas() {
    check(BlockedLoopsIT::blockUntilHeard, "blockUntilHeard");
  }

  @Test
  void failIfAny_loopThatWaits_namesWhereItWas() {
    check(BlockedLoopsIT::waitUntilHeard, "waitUntilHeard");
  }

  private static void check(Runnable blocks, String where) {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setMaxEventLoopExecuteTime(100)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
                .setWarningExceptionTime(100)
                .setWarningExceptionTimeUnit(TimeUnit.MILLISECONDS)
                .setBlockedThreadCheckInterval(20)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS));
    vertx.getOrCreateContext().runOnContext(start -> blocks.run());
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!BlockedLoops.heard() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }

    assertThatThrownBy(BlockedLoops::failIfAny)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(where);
    await(vertx.close());
    BlockedLoops.forget();
  }

  private static void blockUntilHeard() {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!BlockedLoops.heard() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
  }

  private static void waitUntilHeard() {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!BlockedLoops.heard() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
    }
  }
}
