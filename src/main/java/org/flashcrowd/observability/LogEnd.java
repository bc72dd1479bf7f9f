package org.flashcrowd.observability;

import ch.qos.logback.core.hook.ShutdownHookBase;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Writes out what is queued of the log as the process ends, after the server has stopped: the JVM
 * runs its hooks all at once, and what happens while a node drains is worth reading.
 */
public final class LogEnd extends ShutdownHookBase {
  // Longer than a node may take to stop.
  private static final long LONGEST_SECONDS = 180;
  private static volatile CountDownLatch stopped = new CountDownLatch(0);

  /** What to give the JVM as the hook that stops the server: the log ends after it. */
  public static Runnable after(Runnable stop) {
    CountDownLatch done = new CountDownLatch(1);
    stopped = done;
    return () -> {
      try {
        stop.run();
      } finally {
        done.countDown();
      }
    };
  }

  @Override
  public void run() {
    try {
      if (!stopped.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        addWarn("the server does not stop");
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    stop();
  }
}
