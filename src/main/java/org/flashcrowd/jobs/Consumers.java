package org.flashcrowd.jobs;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many jobs of each kind this node's workers take at once. */
final class Consumers {
  private final Map<JobKind, Integer> capacities = new ConcurrentHashMap<>();
  private volatile Runnable listener = () -> {};

  void add(JobKind kind, int atOnce) {
    capacities.merge(kind, atOnce, Integer::sum);
    listener.run();
  }

  void remove(JobKind kind, int atOnce) {
    capacities.computeIfPresent(kind, (known, all) -> all > atOnce ? all - atOnce : null);
  }

  /** 0 when nobody here does this work. */
  int capacity(JobKind kind) {
    return capacities.getOrDefault(kind, 0);
  }

  void onAdded(Runnable task) {
    listener = task;
  }
}
