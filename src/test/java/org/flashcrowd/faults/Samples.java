package org.flashcrowd.faults;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** How calls were answered, and how long it took. */
final class Samples {
  /**
   * One call.
   *
   * @param what which call
   * @param status of the answer; 0 where none came
   * @param begun {@link System#nanoTime}
   * @param took until the whole answer was there, or it was clear that none comes
   * @param retryAfter whether the answer says when to try again
   * @param stale whether the answer says that it is of before
   */
  record Sample(
      String what, int status, long begun, Duration took, boolean retryAfter, boolean stale) {
    boolean ok() {
      return status >= 200 && status < 300;
    }
  }

  private final Queue<Sample> all = new ConcurrentLinkedQueue<>();

  void add(Sample sample) {
    all.add(sample);
  }

  /** Times one that succeeds, or fails the test. */
  void time(String what, Runnable call) {
    long begun = System.nanoTime();
    call.run();
    add(new Sample(what, 200, begun, Duration.ofNanos(System.nanoTime() - begun), false, false));
  }

  /** Those that were begun in a stretch of time. */
  Samples in(Traffic.Window window) {
    return where(sample -> sample.begun() >= window.from() && sample.begun() <= window.to());
  }

  /** Those that were begun and answered in a stretch of time. */
  Samples within(Traffic.Window window) {
    return in(window).where(sample -> sample.begun() + sample.took().toNanos() <= window.to());
  }

  Samples where(Predicate<Sample> condition) {
    Samples some = new Samples();
    all.stream().filter(condition).forEach(some::add);
    return some;
  }

  int count() {
    return all.size();
  }

  Collection<Sample> list() {
    return List.copyOf(all);
  }

  /** How many answers of each status. */
  Map<Integer, Long> statuses() {
    return all.stream()
        .collect(Collectors.groupingBy(Sample::status, TreeMap::new, Collectors.counting()));
  }

  /** The same as text. */
  String answers() {
    return statuses().entrySet().stream()
        .map(
            status -> (status.getKey() == 0 ? "none" : status.getKey()) + " × " + status.getValue())
        .collect(Collectors.joining(", "));
  }

  /** The time that this share (0 to 1) of the calls took at most; zero where there are none. */
  Duration quantile(double share) {
    List<Duration> sorted = all.stream().map(Sample::took).sorted().toList();
    return sorted.isEmpty()
        ? Duration.ZERO
        : sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
  }

  Duration p99() {
    return quantile(0.99);
  }

  Duration longest() {
    return quantile(1);
  }
}
