package org.flashcrowd.jobs;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A job on its way over this node's event bus, by reference. Runner and worker agree through it
 * whether the work was begun: what was not can be taken back.
 */
final class Dispatch {
  private static final long WAITING = Long.MIN_VALUE;
  private static final long WITHDRAWN = Long.MIN_VALUE + 1;

  private final Job job;
  private final long claimedNanos;
  private final long waitedMicros;
  private final AtomicLong startedNanos = new AtomicLong(WAITING);

  /**
   * @param waitedMicros from when it became due until it was claimed, by the database's clock
   */
  Dispatch(Job job, long waitedMicros) {
    this.job = job;
    this.claimedNanos = System.nanoTime();
    this.waitedMicros = waitedMicros;
  }

  Job job() {
    return job;
  }

  /** The worker's: whether it may begin. */
  boolean start() {
    return startedNanos.compareAndSet(WAITING, System.nanoTime());
  }

  /** The runner's: whether it came before the worker, which will now not begin. */
  boolean withdraw() {
    return startedNanos.compareAndSet(WAITING, WITHDRAWN);
  }

  /** Whether the worker began, or has waited to begin, longer than an attempt may take. */
  boolean overdue(long nowNanos) {
    long started = startedNanos.get();
    long since = started == WAITING || started == WITHDRAWN ? claimedNanos : started;
    return nowNanos - since > job.kind().timeout().toNanos();
  }

  /** From when the job was due until its handler was called, in nanoseconds. */
  long waitNanos() {
    return TimeUnit.MICROSECONDS.toNanos(waitedMicros) + startedNanos.get() - claimedNanos;
  }

  long startedNanos() {
    return startedNanos.get();
  }

  /** Hands a dispatch over as it is: jobs never leave their node by the event bus. */
  static final class Codec implements MessageCodec<Dispatch, Dispatch> {
    @Override
    public Dispatch transform(Dispatch dispatch) {
      return dispatch;
    }

    @Override
    public void encodeToWire(Buffer buffer, Dispatch dispatch) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Dispatch decodeFromWire(int position, Buffer buffer) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String name() {
      return "flashcrowd.job";
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }
  }
}
