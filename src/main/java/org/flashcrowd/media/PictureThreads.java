package org.flashcrowd.media;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.flashcrowd.resilience.BehindOthers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the work on one picture on a thread that can be given up.
 *
 * <p>It goes behind the threads that answer people ({@link BehindOthers}).
 *
 * <p>Nothing stops a decoder that hangs in native code. So a picture has a thread of its own; past
 * the limit its worker lets go of it and turns to the next picture. The thread is interrupted and
 * keeps what it holds until it returns, if ever; it does not keep the process from ending. When as
 * many are given up as the bound allows, no more work is begun here until one returns. Starting a
 * thread costs a thousandth of decoding a small photo.
 */
final class PictureThreads {
  private static final Logger LOG = LoggerFactory.getLogger(PictureThreads.class);

  /** The picture took longer than the limit. */
  static final class TooSlow extends Exception {
    private static final long serialVersionUID = 1L;

    TooSlow(Duration limit) {
      super("took longer than " + limit.toSeconds() + " seconds");
    }
  }

  /** So many threads hang that no more are started. */
  static final class TooManyHang extends Exception {
    private static final long serialVersionUID = 1L;

    TooManyHang(int hanging) {
      super(hanging + " threads hang in their pictures");
    }
  }

  private final Duration limit;
  private final int bound;
  private final AtomicInteger hanging = new AtomicInteger();

  PictureThreads(Duration limit, int bound) {
    this.limit = limit;
    this.bound = bound;
  }

  /**
   * Blocks until the work is done or the limit is over. An {@link Error} of the work comes out as
   * it is.
   */
  <T> T run(String name, Callable<T> work) throws Exception {
    if (hanging.get() >= bound) {
      throw new TooManyHang(hanging.get());
    }
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              BehindOthers.put();
              return work.call();
            });
    Thread thread = Thread.ofPlatform().daemon().name("picture-" + name).start(task);
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      giveUp(thread);
      throw new TooSlow(limit);
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case Exception exception -> throw exception;
        case Error error -> throw error;
        case null, default -> throw failed;
      }
    }
  }

  private void giveUp(Thread thread) {
    LOG.error("{} is given up; {} hang", thread.getName(), hanging.incrementAndGet());
    thread.interrupt();
    Thread.ofVirtual()
        .name(thread.getName() + "-watch")
        .start(
            () -> {
              try {
                thread.join();
                LOG.info("{} came back; {} hang", thread.getName(), hanging.decrementAndGet());
              } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /** Threads that were given up and have not come back. */
  int hanging() {
    return hanging.get();
  }
}
