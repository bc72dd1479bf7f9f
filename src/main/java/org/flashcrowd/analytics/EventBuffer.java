package org.flashcrowd.analytics;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.flashcrowd.resilience.Overloaded;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the batches of many calls to write them together: PostgreSQL takes a thousand events in
 * one statement for little more than the price of one.
 *
 * <p>One for a node. It may be called from any thread and keeps its state in a context of its own,
 * which has no {@link org.flashcrowd.resilience.Deadline}: the write of a group serves many calls,
 * and must not end with the first of them. Each caller is answered on the context it came from.
 */
final class EventBuffer {
  /** Events that one write takes, unless a single batch has more. */
  static final int GROUP = 1_000;

  /** Events that wait or are being written; more are refused. */
  static final int MOST = 50_000;

  /**
   * For how long a batch may wait for its write. With that it ends before its call does: what was
   * answered 503 for want of time must not be written after all.
   */
  static final Duration PATIENCE = Duration.ofMillis(700);

  private static final int WRITES_AT_ONCE = 2;
  private static final long GATHERING_MILLIS = 10;

  /** Writes a group, all of it or none. */
  @FunctionalInterface
  interface Writer {
    Future<?> write(List<EventBatch> group);
  }

  private record Waiting(
      EventBatch batch, long since, Promise<Void> answer, @Nullable Context caller) {}

  private final Vertx vertx;
  private final Context own;
  private final Writer writer;
  private final LongSupplier nanoTime;
  private final AtomicInteger unanswered = new AtomicInteger();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private int gathered;
  private int writing;
  // Whether the first of those that wait has waited for long enough; until then a timer runs.
  private boolean due;
  private boolean timed;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  EventBuffer(Vertx vertx, Writer writer, LongSupplier nanoTime) {
    this.vertx = vertx;
    this.own = ((VertxInternal) vertx).createEventLoopContext();
    this.writer = writer;
    this.nanoTime = nanoTime;
  }

  /** Completes when the batch is committed; fails when it was refused, or its write failed. */
  Future<Void> add(EventBatch batch) {
    if (unanswered.addAndGet(batch.size()) > MOST) {
      unanswered.addAndGet(-batch.size());
      return Future.failedFuture(full());
    }
    Waiting entry =
        new Waiting(batch, nanoTime.getAsLong(), Promise.promise(), Vertx.currentContext());
    own.runOnContext(turn -> gather(entry));
    return entry.answer().future();
  }

  private static Overloaded full() {
    return new Overloaded("events", 2);
  }

  private void gather(Waiting entry) {
    waiting.add(entry);
    gathered += entry.batch().size();
    if (!due && !timed) {
      timed = true;
      vertx.setTimer(GATHERING_MILLIS, over -> fallDue());
    }
    write();
  }

  private void fallDue() {
    timed = false;
    due = !waiting.isEmpty();
    write();
  }

  private void write() {
    while (writing < WRITES_AT_ONCE && (due || gathered >= GROUP)) {
      refuseLate();
      List<Waiting> group = next();
      due = due && !waiting.isEmpty();
      if (!group.isEmpty()) {
        writing++;
        write(group).onComplete(done -> own.runOnContext(turn -> written(group, done)));
      }
    }
  }

  /** The first has waited for longest. */
  private void refuseLate() {
    long now = nanoTime.getAsLong();
    for (Waiting first = waiting.peek();
        first != null && now - first.since() > PATIENCE.toNanos();
        first = waiting.peek()) {
      gathered -= waiting.remove().batch().size();
      answer(first, Future.failedFuture(full()));
    }
  }

  private List<Waiting> next() {
    List<Waiting> group = new ArrayList<>();
    int events = 0;
    Waiting first = waiting.peek();
    while (first != null && (group.isEmpty() || events + first.batch().size() <= GROUP)) {
      group.add(waiting.remove());
      events += first.batch().size();
      first = waiting.peek();
    }
    gathered -= events;
    return group;
  }

  private Future<Void> write(List<Waiting> group) {
    try {
      return writer.write(group.stream().map(Waiting::batch).toList()).mapEmpty();
    } catch (RuntimeException broken) {
      return Future.failedFuture(broken);
    }
  }

  private void written(List<Waiting> group, AsyncResult<Void> done) {
    writing--;
    group.forEach(entry -> answer(entry, done));
    write();
  }

  private void answer(Waiting entry, AsyncResult<Void> outcome) {
    unanswered.addAndGet(-entry.batch().size());
    Context caller = entry.caller();
    if (caller == null) {
      entry.answer().handle(outcome);
    } else {
      caller.runOnContext(turn -> entry.answer().handle(outcome));
    }
  }

  /** Events that are not committed yet. */
  int waiting() {
    return unanswered.get();
  }
}
