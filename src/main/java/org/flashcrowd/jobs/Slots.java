package org.flashcrowd.jobs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Which of this node's places for jobs are taken. Three bounds hold at once: of the node, of each
 * lane, and of each kind (what its workers take). Confined to the runner's event loop.
 */
final class Slots {
  /** So many jobs of a kind, at most. */
  record Want(JobKind kind, int count) {}

  private final int all;
  private final ToIntFunction<JobKind> capacity;
  private final List<JobKind> kinds;
  private final Map<JobKind, Integer> byKind = new HashMap<>();
  private final Map<Lane, Integer> byLane = new EnumMap<>(Lane.class);
  private int taken;
  private int turn;

  /**
   * @param capacity how many jobs of a kind this node's workers take at once
   */
  Slots(int all, Collection<JobKind> kinds, ToIntFunction<JobKind> capacity) {
    this.all = all;
    this.kinds = List.copyOf(kinds);
    this.capacity = capacity;
  }

  /**
   * How many jobs of which of {@code hungry} to claim: earlier lanes first, the kinds of a lane
   * taking turns. Never more than is free, even if every want is met.
   */
  List<Want> wants(Set<JobKind> hungry) {
    List<JobKind> order = new ArrayList<>(kinds.size());
    for (int i = 0; i < kinds.size(); i++) {
      order.add(kinds.get((i + turn) % kinds.size()));
    }
    turn++;
    order.sort(Comparator.comparing(JobKind::lane));
    Map<Lane, Integer> lanes = new EnumMap<>(Lane.class);
    List<Want> wants = new ArrayList<>();
    int left = all - taken;
    for (JobKind kind : order) {
      if (!hungry.contains(kind)) {
        continue;
      }
      int laneLeft = lanes.computeIfAbsent(kind.lane(), this::freeOf);
      int count = Math.min(freeOf(kind), Math.min(left, laneLeft));
      if (count > 0) {
        wants.add(new Want(kind, count));
        lanes.put(kind.lane(), laneLeft - count);
        left -= count;
      }
    }
    return wants;
  }

  private int freeOf(Lane lane) {
    return lane.bound(all) - byLane.getOrDefault(lane, 0);
  }

  int freeOf(JobKind kind) {
    return capacity.applyAsInt(kind) - byKind.getOrDefault(kind, 0);
  }

  /** Whether enough came free for a claim to be worth its round trip. */
  boolean halfFree(JobKind kind) {
    int bound = Math.min(capacity.applyAsInt(kind), kind.lane().bound(all));
    return 2 * (bound - byKind.getOrDefault(kind, 0)) >= bound;
  }

  void take(JobKind kind) {
    taken++;
    byKind.merge(kind, 1, Integer::sum);
    byLane.merge(kind.lane(), 1, Integer::sum);
  }

  void free(JobKind kind) {
    taken--;
    byKind.merge(kind, -1, Integer::sum);
    byLane.merge(kind.lane(), -1, Integer::sum);
  }

  int taken() {
    return taken;
  }
}
