package org.flashcrowd.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How much to measure.
 *
 * @param wanted what to do: target ids, {@code all}, {@code explain}, {@code growth}, {@code
 *     simulate}, {@code scale}
 * @param quick small data and short windows: to see that it works, and roughly what comes of it
 * @param people how many of the accounts ask
 * @param window seconds of one measurement
 * @param rounds how often A and B are measured
 * @param write whether the documentation is written
 */
public record Options(
    List<String> wanted,
    boolean quick,
    int accounts,
    int statuses,
    int people,
    int window,
    int rounds,
    boolean write) {
  public static final Path HOME = Path.of("target", "bench");

  /** How long a program that runs on works before its windows count. */
  public Duration warmUp() {
    return Duration.ofSeconds(quick ? 2 : 10);
  }

  /** How long the server that most targets ask is warmed up, once. */
  Duration jitTime() {
    return Duration.ofSeconds(quick ? 20 : 90);
  }

  /**
   * How often programs that start anew each time are measured: they take as long again to warm up.
   */
  public int coldRounds() {
    return quick ? 1 : rounds;
  }

  /**
   * How often what is asked at a rate is measured: one hiccup of a tenth of a second is the p99 of
   * a window.
   */
  public int ratedWindows() {
    return quick ? 1 : 3;
  }

  /** How often what this size of run cannot judge is measured: to see that it works. */
  public int unjudgedRounds() {
    return quick ? 1 : rounds;
  }

  static Options parse(String... arguments) {
    List<String> wanted = new ArrayList<>();
    List<String> rest = List.of(arguments);
    boolean quick = rest.contains("--quick");
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--quick", "--no-write", "--write" -> {}
        case "--accounts", "--statuses", "--people", "--window", "--rounds" -> i++;
        default -> {
          if (arguments[i].startsWith("-")) {
            throw new IllegalArgumentException("no such option: " + arguments[i]);
          }
          wanted.add(arguments[i]);
        }
      }
    }
    return new Options(
        wanted,
        quick,
        number(rest, "--accounts", quick ? 2_000 : 100_000),
        number(rest, "--statuses", quick ? 20_000 : 1_000_000),
        number(rest, "--people", quick ? 100 : 1_000),
        number(rest, "--window", quick ? 2 : 8),
        number(rest, "--rounds", quick ? 3 : 5),
        rest.contains("--write") || wanted.contains("all") && !rest.contains("--no-write"));
  }

  private static int number(List<String> arguments, String name, int otherwise) {
    int at = arguments.indexOf(name);
    if (at < 0) {
      return otherwise;
    }
    if (at + 1 == arguments.size()) {
      throw new IllegalArgumentException(name + " needs a number");
    }
    return Integer.parseInt(arguments.get(at + 1));
  }
}
