package org.flashcrowd.media;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;

/** A named, bounded pool for calls of the file system, which would hold an event loop up. */
final class BlockingThreads {
  private final WorkerExecutor executor;

  BlockingThreads(Vertx vertx, String name, int size) {
    this.executor = vertx.createSharedWorkerExecutor(name, size);
  }

  /** Runs {@code work} on one of the threads, beside whatever else runs; it must not give null. */
  @SuppressWarnings(
      "NullAway") // The library's signature allows null; that of this method does not.
  <T> Future<T> run(Callable<T> work) {
    return executor.executeBlocking(work, false);
  }

  /** The same for work that has no result. */
  Future<Void> act(Action work) {
    return run(() -> {
          work.run();
          return true;
        })
        .mapEmpty();
  }

  /** Work that may fail. */
  interface Action {
    void run() throws Exception;
  }
}
