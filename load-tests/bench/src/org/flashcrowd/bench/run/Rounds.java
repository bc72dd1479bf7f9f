package org.flashcrowd.bench.run;

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

  private final Map<String, Window> programs = new LinkedHashMap<>();

  public Rounds with(String name, Window window) {
    programs.put(name, window);
    return this;
  }

  /** The median of each program, after a window of each that does not count. */
  public Map<String, Sample> run(int rounds) throws Exception {
    Map<String, List<Sample>> windows = new LinkedHashMap<>();
    for (int round = -1; round < rounds; round++) {
      for (Map.Entry<String, Window> program : programs.entrySet()) {
        Sample sample = program.getValue().measure();
        if (round >= 0) {
          windows.computeIfAbsent(program.getKey(), first -> new ArrayList<>()).add(sample);
        }
      }
    }
    Map<String, Sample> medians = new LinkedHashMap<>();
    windows.forEach((name, samples) -> medians.put(name, Sample.median(samples)));
    return medians;
  }
}
