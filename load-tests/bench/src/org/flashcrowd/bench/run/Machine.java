package org.flashcrowd.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The machine that is measured on, and how its cores are shared out: the server, or the bare
 * program in its place, has some to itself; whoever asks shares the others with PostgreSQL and
 * Redis.
 *
 * @param server cores, as taskset writes them
 * @param generator cores, as taskset writes them
 */
public record Machine(int cores, String cpu, String server, String generator) {
  public static Machine here() throws IOException {
    int cores = Runtime.getRuntime().availableProcessors();
    int half = Math.max(1, cores / 2);
    String first = list(0, half);
    return new Machine(
        cores,
        model(),
        System.getenv().getOrDefault("BENCH_SERVER_CPUS", first),
        System.getenv()
            .getOrDefault("BENCH_GENERATOR_CPUS", cores == 1 ? first : list(half, cores)));
  }

  private static String list(int from, int to) {
    return IntStream.range(from, to).mapToObj(String::valueOf).collect(Collectors.joining(","));
  }

  private static String model() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name") || line.startsWith("Model"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    }
  }

  /** All cores, as taskset writes them. */
  public String all() {
    return list(0, cores);
  }

  /** So many cores, as taskset writes them. */
  public static String first(int many) {
    return list(0, many);
  }

  /** How many cores the server has. */
  public int serverCores() {
    return server.split(",").length;
  }

  public int generatorCores() {
    return generator.split(",").length;
  }

  /** A command that runs on these cores alone. */
  public static List<String> on(String cpus, List<String> command) {
    return IntStream.range(0, command.size() + 3)
        .mapToObj(
            i ->
                switch (i) {
                  case 0 -> "taskset";
                  case 1 -> "-c";
                  case 2 -> cpus;
                  default -> command.get(i - 3);
                })
        .toList();
  }

  /** Moves a process that runs, with all of its threads. */
  public static void move(long process, String cpus) throws IOException, InterruptedException {
    new ProcessBuilder("taskset", "-a", "-p", "-c", cpus, String.valueOf(process))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** In one line, for a report. */
  public String describe() {
    return "%d cores, %s, JDK %s, Linux %s; server on core %s, generator, PostgreSQL and Redis on %s"
        .formatted(
            cores,
            cpu,
            Runtime.version().feature(),
            System.getProperty("os.version").replaceFirst("^(\\d+\\.\\d+).*", "$1"),
            server,
            generator);
  }
}
