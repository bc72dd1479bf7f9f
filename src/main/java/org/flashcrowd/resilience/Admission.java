package org.flashcrowd.resilience;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets in as many requests at once as one event loop can answer in time, those of the higher
 * priority first; a few wait for a moment, the rest is refused at once. Confined to the loop, apart
 * from {@link #load}.
 *
 * <p>Who waits is let in oldest first; once there has been somebody waiting for a while, newest
 * first and for a fifth of the time: then whoever waited is about to be refused anyway, and a new
 * one can still be answered in good time (the idea of CoDel and of adaptive LIFO queues).
 */
public final class Admission {
  /** The pace of {@link #tick}. */
  public static final long PACE_MILLIS = 10;

  private static final int TICKS_A_PERIOD = 10;
  private static final long STANDING_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int STANDING_PART = 5;
  private static final int FIRST_LIMIT = 64;
  private static final double SMOOTHING = 0.3;
  private static final List<Priority> HIGHEST_FIRST = List.of(Priority.values());

  /**
   * What admission goes by.
   *
   * @param maxWaitNanos how long a request may wait to be let in
   * @param queue requests that may wait
   * @param least requests let in at once, at least
   * @param most requests let in at once, at most
   * @param targetNanos time of an answer, above which fewer are let in
   * @param targetLagMillis lag of the loop, above which fewer are let in
   */
  public record Bounds(
      long maxWaitNanos,
      int queue,
      int least,
      int most,
      long targetNanos,
      double targetLagMillis) {}

  /** A request that waits; told exactly once what becomes of it. */
  public interface Waiter {
    void admitted();

    void refused();
  }

  private record Waiting(Waiter waiter, long since) {}

  private final Bounds bounds;
  private final AdaptiveLimit limit;
  private final LoopLag lag;
  private final Map<Priority, Deque<Waiting>> queues = new EnumMap<>(Priority.class);
  private int waiting;
  private int inFlight;
  // As of the last tick, and when somebody last found room and nobody waiting.
  private long tickNanos;
  private long calmNanos;
  private int ticks;
  private long admitted;
  private long refused;
  private volatile LoopLoad load = LoopLoad.NONE;

  public Admission(Bounds bounds, long nowNanos) {
    this.bounds = bounds;
    this.tickNanos = nowNanos;
    this.calmNanos = nowNanos;
    this.limit =
        new AdaptiveLimit(
            bounds.least(),
            bounds.most(),
            FIRST_LIMIT,
            bounds.targetNanos(),
            bounds.targetLagMillis());
    this.lag = new LoopLag(TimeUnit.MILLISECONDS.toNanos(PACE_MILLIS));
    HIGHEST_FIRST.forEach(priority -> queues.put(priority, new ArrayDeque<>()));
  }

  /** Lets a request in, if there is room now. Whoever is let in {@linkplain #leave leaves}. */
  public boolean enter(Priority priority) {
    if (!room(priority)) {
      limit.pressed();
      return false;
    }
    if (waiting == 0) {
      calmNanos = tickNanos;
    }
    begin();
    return true;
  }

  /** Whether one of this priority would be let in now. */
  public boolean room(Priority priority) {
    return inFlight < priority.bound(limit.limit());
  }

  private void begin() {
    inFlight++;
    admitted++;
    limit.busy(inFlight);
  }

  /**
   * Lets a request wait until there is room, at most as long as the bounds say.
   *
   * @return whether it waits; if not, it is refused
   */
  public boolean await(Priority priority, Waiter waiter, long nowNanos) {
    if (bounds.maxWaitNanos() == 0 || (waiting >= bounds.queue() && !displaced(priority))) {
      refused();
      return false;
    }
    waiting++;
    queue(priority).addLast(new Waiting(waiter, nowNanos));
    return true;
  }

  /** Counts a request that was refused without a wait. */
  public void refused() {
    refused++;
  }

  /** Makes room in the queue at the cost of the lowest, if that is lower than {@code priority}. */
  private boolean displaced(Priority priority) {
    for (Priority lower : HIGHEST_FIRST.reversed()) {
      if (lower.compareTo(priority) <= 0) {
        return false;
      }
      Waiting oldest = queue(lower).pollFirst();
      if (oldest != null) {
        refuse(oldest);
        return true;
      }
    }
    return false;
  }

  private void refuse(Waiting one) {
    waiting--;
    refused();
    one.waiter().refused();
  }

  /** A request that was let in has its answer, so long after. */
  public void leave(long nanos, long nowNanos) {
    inFlight--;
    limit.answered(nanos);
    admitNext(nowNanos);
  }

  /** A request that was let in ends, and its time tells nothing. */
  public void leave(long nowNanos) {
    inFlight--;
    admitNext(nowNanos);
  }

  private void admitNext(long nowNanos) {
    for (Priority priority : HIGHEST_FIRST) {
      while (room(priority)) {
        Waiting next = next(priority, nowNanos);
        if (next == null) {
          break;
        }
        waiting--;
        begin();
        next.waiter().admitted();
      }
    }
  }

  private @Nullable Waiting next(Priority priority, long nowNanos) {
    Deque<Waiting> queue = queue(priority);
    return standing(nowNanos) ? queue.pollLast() : queue.pollFirst();
  }

  private boolean standing(long nowNanos) {
    return nowNanos - calmNanos > STANDING_NANOS;
  }

  /** Measures the lag, ends waits that took too long, and adjusts the limit. */
  public void tick(long nowNanos) {
    tickNanos = nowNanos;
    lag.tick(nowNanos);
    expire(nowNanos);
    ticks++;
    if (ticks % TICKS_A_PERIOD == 0) {
      double mean = lag.takeMeanMillis();
      double smooth = load.lagMillis() + SMOOTHING * (mean - load.lagMillis());
      load = new LoopLoad(smooth, admitted, refused, limit.limit(), limit.busiest(), waiting);
      limit.adjust(mean);
      admitNext(nowNanos);
    }
  }

  private void expire(long nowNanos) {
    if (waiting == 0) {
      return;
    }
    long longest =
        standing(nowNanos) ? bounds.maxWaitNanos() / STANDING_PART : bounds.maxWaitNanos();
    for (Deque<Waiting> queue : queues.values()) {
      Waiting oldest = queue.peekFirst();
      while (oldest != null && nowNanos - oldest.since() >= longest) {
        queue.pollFirst();
        refuse(oldest);
        oldest = queue.peekFirst();
      }
    }
  }

  private Deque<Waiting> queue(Priority priority) {
    return Objects.requireNonNull(queues.get(priority));
  }

  /**
   * Whether a request that cannot enter yet, because its body is still to come, has so little hope
   * that its body is not worth reading.
   */
  public boolean crowded(Priority priority) {
    return waiting > 0 && !room(priority);
  }

  /** How busy the loop was, lately; from any thread. */
  public LoopLoad load() {
    return load;
  }
}
