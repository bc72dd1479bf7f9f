package org.flashcrowd.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PictureThreadsTest {
  private final PictureThreads threads = new PictureThreads(Duration.ofMillis(50), 1);

  @Test
  void run_workThatHangs_isGivenUpAndBlocksTheNextUntilItReturns() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);

    assertThatThrownBy(() -> threads.run("1", hang(stuck)))
        .isInstanceOf(PictureThreads.TooSlow.class);
    assertThat(threads.hanging()).isEqualTo(1);
    assertThatThrownBy(() -> threads.run("2", () -> "done"))
        .isInstanceOf(PictureThreads.TooManyHang.class);

    stuck.countDown();
    Uploads.until(() -> threads.hanging() == 0);
    assertThat(threads.<String>run("3", () -> "done")).isEqualTo("done");
  }

  /** As native code does, it takes no notice of being interrupted. */
  private static Callable<String> hang(CountDownLatch until) {
    return () -> {
      boolean done = false;
      while (!done) {
        try {
          until.await();
          done = true;
        } catch (InterruptedException ignored) {
          done = false;
        }
      }
      return "late";
    };
  }

  @Test
  void run_workThatFails_failsWithItsOwnFailure() {
    PictureThreads patient = new PictureThreads(Duration.ofSeconds(30), 1);
    assertThatThrownBy(
            () ->
                patient.run(
                    "1",
                    () -> {
                      throw new OutOfMemoryError("made up");
                    }))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(patient.hanging()).isZero();
  }
}
