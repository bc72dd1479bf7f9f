package org.flashcrowd.testing;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How much processor time each event loop has had lately, so that a loop that did not get any, on a
 * machine with more to do than it has cores, is told from one that was kept busy.
 */
final class LoopCpu {
  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int KEPT = 250;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private record Sample(long at, Map<Thread, Long> used) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  void start() {
    Thread sampler =
        Thread.ofPlatform()
            .daemon()
            .name("loop-cpu")
            .priority(Thread.MAX_PRIORITY)
            .unstarted(this::run);
    sampler.start();
  }

  private void run() {
    while (true) {
      keep(new Sample(System.nanoTime(), used()));
      LockSupport.parkNanos(INTERVAL_NANOS);
    }
  }

  private static Map<Thread, Long> used() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] all = new Thread[root.activeCount() + 32];
    int count = root.enumerate(all, true);
    Map<Thread, Long> used = new HashMap<>();
    for (int i = 0; i < count; i++) {
      if (all[i].getName().contains("eventloop")) {
        used.put(all[i], THREADS.getThreadCpuTime(all[i].threadId()));
      }
    }
    return used;
  }

  private synchronized void keep(Sample sample) {
    samples.addLast(sample);
    if (samples.size() > KEPT) {
      samples.removeFirst();
    }
  }

  /**
   * The processor time that the loop of this name has had in the last so many milliseconds, and
   * since the sample before; where several have the name, that of the busiest.
   */
  synchronized long millis(String name, long lastMillis) {
    long from = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(lastMillis);
    Sample before = null;
    for (Sample sample : samples) {
      if (before == null || sample.at() - from <= 0) {
        before = sample;
      }
    }
    if (before == null) {
      return Long.MAX_VALUE;
    }
    long most = 0;
    for (Map.Entry<Thread, Long> now : used().entrySet()) {
      if (now.getKey().getName().equals(name)) {
        most = Math.max(most, now.getValue() - before.used().getOrDefault(now.getKey(), 0L));
      }
    }
    return TimeUnit.NANOSECONDS.toMillis(most);
  }
}
