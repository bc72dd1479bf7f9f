package org.flashcrowd.resilience;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Lets in as many requests at once as one event loop can answer in time, those of the higher
 * priority first; a few wait for a moment, the rest is refused at once. Confined to the loop, apart
 * from {@link #load}.
 *
 * <p>Who waits is let in oldest first. Once a priority has been without room in each of the last
 * ticks, nobody of it waits any more: then the next one that comes is there before a place is free,
 * and a queue would only make all of them late.
 */
public final class Admission {
  /** The pace of {@link #tick}. */
  public static final long PACE_MILLIS = 10;

  private static final int TICKS_A_PERIOD = 10;
  private static final long JUDGED_NANOS = TimeUnit.MILLISECONDS.toNanos(PACE_MILLIS) / 2;
  private static final int FIRST_LIMIT = 64;
  private static final int FIRST_WRITES = 16;
  private static final int LEAST_WRITES = 2;
  // One in so many of those who are let in.
  private static final int WRITES = 2;
  private static final int WRITES_WHILE_READERS_WAIT = 8;
  private static final double SMOOTHING = 0.3;
  private static final List<Priority> HIGHEST_FIRST = List.of(Priority.values());

  /** A request that waits; told exactly once what becomes of it. */
  public interface Waiter {
    void admitted();

    void refused();
  }

  private final AdmissionBounds bounds;
  private final AdaptiveLimit limit;
  // What is written takes many times as long as what is read, and work goes on behind its answer.
  // Judged together, writes that are late would leave no room to readers who are not.
  private final AdaptiveLimit writes;
  private final LoopLag lag;
  private final Backlog backlog;
  private final Map<Priority, PriorityLine> lines = new EnumMap<>(Priority.class);
  private int waiting;
  private int inFlight;
  private boolean standing;
  // Whether there was no room for somebody in this turn; that of writes alone does not count.
  private boolean full;
  private long judgedNanos;
  private int ticks;
  private long admitted;
  private long refused;
  private volatile LoopLoad load = LoopLoad.NONE;

  public Admission(AdmissionBounds bounds) {
    this.bounds = bounds;
    this.judgedNanos = Long.MIN_VALUE / 2;
    this.limit =
        new AdaptiveLimit(
            bounds.least(),
            bounds.most(),
            FIRST_LIMIT,
            bounds.targetNanos(),
            bounds.targetLagMillis());
    this.writes =
        new AdaptiveLimit(
            Math.min(LEAST_WRITES, bounds.least()),
            bounds.most(),
            FIRST_WRITES,
            bounds.targetNanos(),
            Double.POSITIVE_INFINITY);
    this.lag = new LoopLag(TimeUnit.MILLISECONDS.toNanos(PACE_MILLIS));
    this.backlog = new Backlog(lag, bounds.maxWaitNanos());
    HIGHEST_FIRST.forEach(priority -> lines.put(priority, new PriorityLine()));
  }

  /**
   * Looks at the clock, for those who come now. Behind a backlog there is room for the least only,
   * and nobody waits, long before the {@linkplain #tick limit} has come down.
   */
  public void look(long nowNanos) {
    backlog.look(nowNanos);
  }

  /** Lets a request in, if there is room now. Whoever is let in {@linkplain #leave leaves}. */
  public boolean enter(Priority priority) {
    if (!room(priority)) {
      press(priority);
      return false;
    }
    begin(priority);
    return true;
  }

  private void press(Priority priority) {
    if (priority == Priority.WRITE) {
      writes.pressed();
    }
    limit.pressed();
    full |= isFull(priority);
    line(priority).pressed = true;
  }

  /** Whether one of this priority would be let in now. */
  public boolean room(Priority priority) {
    return !isFull(priority)
        && (priority != Priority.WRITE || line(priority).inside < mostWrites());
  }

  /** Behind a backlog nobody counts against those of a higher priority. */
  private boolean isFull(Priority priority) {
    return inFlight >= priority.bound(limit.limit())
        || (backlog.isHere() && insideBefore(priority) >= priority.bound(bounds.least()));
  }

  private int insideBefore(Priority priority) {
    int inside = 0;
    for (Priority one : HIGHEST_FIRST) {
      inside += one.compareTo(priority) <= 0 ? line(one).inside : 0;
    }
    return inside;
  }

  /**
   * Writes go first, and could take all the room if they were many. Half of it is for others; and
   * where members are turned away who only want to read, writes keep to the small part that they
   * have of a mixture at any other time.
   */
  private int mostWrites() {
    int part = line(Priority.OWN).standing() ? WRITES_WHILE_READERS_WAIT : WRITES;
    int most = backlog.isHere() ? bounds.least() : limit.limit();
    return Math.min(writes.limit(), (most + part - 1) / part);
  }

  /**
   * Whether somebody of this priority would be refused without a wait. To be asked of somebody who
   * is refused then.
   */
  public boolean hopeless(Priority priority) {
    if (!(backlog.isHere() || line(priority).standing()) || room(priority)) {
      return false;
    }
    press(priority);
    return true;
  }

  /** Whether there is a priority of which nobody waits. */
  public boolean refusing() {
    return standing || backlog.isHere();
  }

  private void begin(Priority priority) {
    inFlight++;
    line(priority).inside++;
    admitted++;
    limit.busy(inFlight);
    writes.busy(line(Priority.WRITE).inside);
  }

  /**
   * Lets a request wait until there is room, at most as long as the bounds say.
   *
   * @return whether it waits; if not, it is refused
   */
  public boolean await(Priority priority, Waiter waiter, long nowNanos) {
    if (bounds.maxWaitNanos() == 0
        || backlog.isHere()
        || line(priority).standing()
        || (waiting >= bounds.queue() && !displaced(priority))) {
      refused();
      return false;
    }
    waiting++;
    line(priority).waiting.addLast(new PriorityLine.Waiting(waiter, nowNanos));
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
      PriorityLine.Waiting oldest = line(lower).waiting.pollFirst();
      if (oldest != null) {
        refuse(oldest);
        return true;
      }
    }
    return false;
  }

  private void refuse(PriorityLine.Waiting one) {
    waiting--;
    refused();
    one.waiter().refused();
  }

  /**
   * A request that was let in has its answer.
   *
   * @param nanos so long after
   */
  public void leave(Priority priority, long nanos, long nowNanos) {
    look(nowNanos);
    inFlight--;
    (priority == Priority.WRITE ? writes : limit).answered(nanos);
    if (priority == Priority.WRITE && line(Priority.OWN).standing()) {
      // The jobs that a post leaves cost as much again as itself (P4 of docs/performance.md), and
      // that comes out of what readers would have, who are turned away.
      line(priority).stay(nowNanos + nanos);
    } else {
      line(priority).inside--;
    }
    admitNext();
  }

  private void admitNext() {
    for (Priority priority : HIGHEST_FIRST) {
      while (room(priority)) {
        PriorityLine.Waiting next = line(priority).waiting.pollFirst();
        if (next == null) {
          break;
        }
        waiting--;
        begin(priority);
        next.waiter().admitted();
      }
    }
  }

  /** Measures the lag, ends waits that took too long, and adjusts the limit. */
  public void tick(long nowNanos) {
    long behind = lag.lateNanos(nowNanos);
    lag.tick(nowNanos);
    expire(nowNanos);
    line(Priority.WRITE).release(nowNanos);
    // A loop that was late makes up for its ticks in one go, and nobody comes in between.
    if (nowNanos - judgedNanos >= JUDGED_NANOS) {
      judgedNanos = nowNanos;
      judge(behind);
    }
    look(nowNanos);
    ticks++;
    if (ticks % TICKS_A_PERIOD == 0) {
      double mean = lag.takeMeanMillis();
      double smooth = load.lagMillis() + SMOOTHING * (mean - load.lagMillis());
      load = new LoopLoad(smooth, admitted, refused, limit.limit(), limit.busiest(), waiting);
      limit.adjust(mean);
      writes.adjust(0);
      admitNext();
    }
  }

  private void judge(long lateNanos) {
    standing = false;
    for (PriorityLine line : lines.values()) {
      line.pressedTicks = line.pressed ? line.pressedTicks + 1 : 0;
      line.pressed = false;
      standing |= line.standing();
    }
    backlog.turned(lateNanos, full);
    full = false;
  }

  private void expire(long nowNanos) {
    if (waiting == 0) {
      return;
    }
    for (PriorityLine line : lines.values()) {
      PriorityLine.Waiting oldest = line.waiting.peekFirst();
      while (oldest != null && nowNanos - oldest.since() >= bounds.maxWaitNanos()) {
        line.waiting.pollFirst();
        refuse(oldest);
        oldest = line.waiting.peekFirst();
      }
    }
  }

  private PriorityLine line(Priority priority) {
    return Objects.requireNonNull(lines.get(priority));
  }

  /** How busy the loop was, lately; from any thread. */
  public LoopLoad load() {
    return load;
  }
}
