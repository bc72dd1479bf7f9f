package org.flashcrowd.resilience;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a bounded number of tasks run at once and a bounded number wait, in order; the rest fail at
 * once with {@link Overloaded}. May be used from any thread: a task that has waited runs, and its
 * caller is answered, on the context it came from and not on that of the task before it.
 */
public final class Bulkhead {
  private record Waiting<T>(
      Supplier<Future<T>> task, Promise<T> answer, @Nullable Context caller) {}

  private final String part;
  private final int concurrency;
  private final int queue;
  private final Queue<Waiting<?>> waiting = new ArrayDeque<>();
  private int running;

  /**
   * @param part what is protected, for messages
   * @param concurrency tasks at once
   * @param queue tasks that may wait
   */
  public Bulkhead(String part, int concurrency, int queue) {
    this.part = part;
    this.concurrency = concurrency;
    this.queue = queue;
  }

  /** Runs the task, now or when it is its turn. */
  public <T> Future<T> run(Supplier<Future<T>> task) {
    Waiting<T> entry = new Waiting<>(task, Promise.promise(), Vertx.currentContext());
    synchronized (this) {
      if (running >= concurrency) {
        if (waiting.size() >= queue) {
          return Future.failedFuture(new Overloaded(part, 2));
        }
        waiting.add(entry);
        return entry.answer().future();
      }
      running++;
    }
    start(entry);
    return entry.answer().future();
  }

  private <T> void start(Waiting<T> entry) {
    Future<T> result;
    try {
      result = entry.task().get();
    } catch (RuntimeException broken) {
      result = Future.failedFuture(broken);
    }
    result.onComplete(
        done -> {
          next();
          entry.answer().handle(done);
        });
  }

  private void next() {
    Waiting<?> entry;
    synchronized (this) {
      entry = waiting.poll();
      if (entry == null) {
        running--;
        return;
      }
    }
    Context caller = entry.caller();
    if (caller == null) {
      start(entry);
    } else {
      caller.runOnContext(turn -> start(entry));
    }
  }

  /** Tasks that wait for their turn. */
  public synchronized int waiting() {
    return waiting.size();
  }
}
