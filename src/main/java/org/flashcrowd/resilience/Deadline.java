package org.flashcrowd.resilience;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * By when the call under way must have its answer. Whoever takes a call in {@link #begin}s one, and
 * whatever waits for something else on behalf of that call, statements above all, waits no longer
 * than what {@link #remains}.
 *
 * <p>It belongs to the Vert.x context of the call, as every call has one of its own, so that it
 * need not be handed through every method. Jobs and timers have none and keep their own limits.
 */
public final class Deadline {
  private final long end;

  private Deadline(long end) {
    this.end = end;
  }

  /** The deadline so long from now. */
  public static Deadline after(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** Gives the call that runs in the current context so much time from now. */
  public static Deadline begin(Duration time) {
    Deadline deadline = after(time);
    Context call = Vertx.currentContext();
    if (call == null) {
      throw new IllegalStateException("a deadline belongs to a Vert.x context");
    }
    call.putLocal(DeadlineContext.KEY, deadline);
    return deadline;
  }

  /** Takes the deadline from the call that runs in the current context: an upload, a stream. */
  public static void lift() {
    Context call = Vertx.currentContext();
    if (call != null) {
      call.removeLocal(DeadlineContext.KEY);
    }
  }

  /**
   * Runs something that outlives the call it was begun in, and that no call waits for, in a context
   * of its own: timers and answers stay in the context they are asked for in, and the call's time
   * would end theirs.
   */
  public static void without(Vertx vertx, Runnable work) {
    ((VertxInternal) vertx).createEventLoopContext().runOnContext(begun -> work.run());
  }

  /** That of the call that runs in the current context; null where nobody waits for an answer. */
  public static @Nullable Deadline current() {
    Context call = Vertx.currentContext();
    return call == null ? null : call.getLocal(DeadlineContext.KEY);
  }

  /**
   * How long something may take now: {@code limit}, or what the call under way has left, whichever
   * is less.
   *
   * @return milliseconds; 0 where the call's time is over
   */
  public static long remains(Duration limit) {
    Deadline deadline = current();
    long millis = limit.toMillis();
    return deadline == null ? millis : Math.min(millis, deadline.remainingMillis());
  }

  /** Milliseconds until it; 0 after it. */
  public long remainingMillis() {
    long left = end - System.nanoTime();
    // Rounded up: what has a little time left is not over.
    return left <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(left + 999_999);
  }

  public boolean passed() {
    return System.nanoTime() - end >= 0;
  }
}
