package org.flashcrowd.bench.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Measures several programs in turn, A B B A A B …, so that whatever else the machine does meets
 * all of them alike.
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

  /** Every other round goes from the last to the first, so that none always comes first. */
  public Measured run(int rounds) throws Exception {
    for (Window program : cold) {
      long end = System.nanoTime() + warmUp.toNanos();
      while (System.nanoTime() < end) {
        program.measure();
      }
    }
    Measured measured = new Measured(programs.keySet());
    List<String> order = new ArrayList<>(programs.keySet());
    for (int round = 0; round < rounds; round++) {
      for (String program : round % 2 == 0 ? order : order.reversed()) {
        measured.add(program, Objects.requireNonNull(programs.get(program)).measure());
      }
    }
    return measured;
  }
}
