package org.flashcrowd.bench.run;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads as fast as they are answered, on the generator's cores, by wrk (Debian: wrk). */
public final class Wrk {
  /** Otherwise the bench asks itself, which costs more and so measures less. */
  public static final boolean INSTALLED = installed();

  private Wrk() {}

  /** What is asked in turn: path, a tab, and a token, which may be missing. */
  public static Path requests(Path folder, String name, List<String> lines) throws IOException {
    return Files.write(folder.resolve("requests-" + name), lines);
  }

  /** Runs for {@code window}; the CPU of {@code pid} and of PostgreSQL is counted meanwhile. */
  public static Sample get(
      Machine machine, World world, long pid, String base, Path requests, Duration window, int many)
      throws IOException, InterruptedException {
    CpuClock cpu = CpuClock.start(pid, world.postmaster());
    JsonObject answer = wrk(machine, base, requests, window, many);
    JsonObject spent = cpu.spent();
    double units = Math.max(1, answer.getDouble("units"));
    return new Sample(
        units / answer.getDouble("seconds"),
        answer.getDouble("p50"),
        answer.getDouble("p99"),
        spent.getDouble("cpu") * 1e6 / units,
        spent.getDouble("postgres") * 1e6 / units,
        Proc.rss(pid),
        answer.getLong("failed"));
  }

  private static JsonObject wrk(
      Machine machine, String base, Path requests, Duration window, int many)
      throws IOException, InterruptedException {
    int threads = Math.min(many, machine.generatorCores());
    List<String> command = new ArrayList<>(List.of("wrk", "-t", "" + threads, "-c", "" + many));
    command.addAll(List.of("-d", window.toSeconds() + "s", "--timeout", "10s"));
    command.addAll(List.of("-s", "load-tests/bench/requests.lua", base));
    try (Child child =
        Child.start(
            Machine.on(machine.generator(), command),
            Map.of("BENCH_REQUESTS", requests.toAbsolutePath().toString()))) {
      String[] said = child.lastLine().split(" ");
      return new JsonObject()
          // Refusals are quick, and no work.
          .put("units", Double.parseDouble(said[1]) - Double.parseDouble(said[3]))
          .put("seconds", Double.parseDouble(said[2]) / 1e6)
          .put("failed", Long.parseLong(said[3]))
          .put("p50", Double.parseDouble(said[4]) / 1e3)
          .put("p99", Double.parseDouble(said[5]) / 1e3)
          .put("bytes", Double.parseDouble(said[7]));
    }
  }

  private static boolean installed() {
    try {
      return new ProcessBuilder("wrk", "-v").redirectErrorStream(true).start().waitFor() >= 0;
    } catch (IOException missing) {
      System.err.println(
          "bench: wrk is not installed (Debian: wrk); reads are made in Java instead");
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
