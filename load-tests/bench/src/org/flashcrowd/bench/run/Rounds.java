package org.flashcrowd.bench.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures several programs in turn, A B A B …, so that whatever else the machine does meets all of
 * them alike; of each the median counts.
 */
public final class Rounds {
  /** One window of one program. */
  @FunctionalInterface
  public interface Window {
    Sample measure() throws Exception;
  }

  private final Duration warmUp;
  private final Map<String, Window> programs = new LinkedHashMap<>();
  private final List<Window> cold = new ArrayList<>();

  /**
   * @param warmUp how long each program that runs on works before it counts: its JIT compiler wants
   *     the one core that it may have
   */
  public Rounds(Duration warmUp) {
    this.warmUp = warmUp;
  }

  /** A program that runs on from window to window. */
  public Rounds with(String name, Window window) {
    programs.put(name, window);
    cold.add(window);
    return this;
  }

  /** A program that is warm already, or starts anew for each window and warms itself up. */
  public Rounds warm(String name, Window window) {
    programs.put(name, window);
    return this;
  }

  /** The median of each program. */
  public Map<String, Sample> run(int rounds) throws Exception {
    for (Window program : cold) {
      long end = System.nanoTime() + warmUp.toNanos();
      while (System.nanoTime() < end) {
        program.measure();
      }
    }
    Map<String, List<Sample>> windows = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Map.Entry<String, Window> program : programs.entrySet()) {
        Sample sample = program.getValue().measure();
        windows.computeIfAbsent(program.getKey(), first -> new ArrayList<>()).add(sample);
      }
    }
    Map<String, Sample> medians = new LinkedHashMap<>();
    windows.forEach((name, samples) -> medians.put(name, Sample.median(samples)));
    return medians;
  }
}
