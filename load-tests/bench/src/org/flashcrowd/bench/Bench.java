package org.flashcrowd.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flashcrowd.bench.explain.Explain;
import org.flashcrowd.bench.growth.Growth;
import org.flashcrowd.bench.report.Document;
import org.flashcrowd.bench.report.Result;
import org.flashcrowd.bench.report.Table;
import org.flashcrowd.bench.run.Flashcrowd;
import org.flashcrowd.bench.run.Machine;
import org.flashcrowd.bench.run.World;
import org.flashcrowd.bench.scale.Scale;
import org.flashcrowd.bench.simulation.Simulation;
import org.flashcrowd.bench.targets.P01PublicTimeline;
import org.flashcrowd.bench.targets.P02HomeTimeline;
import org.flashcrowd.bench.targets.P03SingleRows;
import org.flashcrowd.bench.targets.P04Posting;
import org.flashcrowd.bench.targets.P05Uploads;
import org.flashcrowd.bench.targets.P06Renditions;
import org.flashcrowd.bench.targets.P07Jobs;
import org.flashcrowd.bench.targets.P08FanOut;
import org.flashcrowd.bench.targets.P09SignIn;
import org.flashcrowd.bench.targets.P10Memory;
import org.flashcrowd.bench.targets.P11Growth;
import org.flashcrowd.bench.targets.P12TwoNodes;
import org.flashcrowd.bench.targets.P13Peers;
import org.slf4j.LoggerFactory;

/** The bench's command line: measures what is named, prints it, and writes it down. */
public final class Bench {
  private static final String USAGE =
      """
      load-tests/bench/bench all|P1|P2|…|P13|explain|growth|simulate|scale … [--quick] [--write|--no-write]
        [--accounts N --statuses N --people N] [--window SECONDS] [--rounds N]
      """;
  private static final Path DOCS = Path.of("docs");

  /** Posts from which on a data set has a page of its own. */
  private static final int LARGE = 10_000_000;

  private static final List<Target> TARGETS =
      List.of(
          new P01PublicTimeline(),
          new P02HomeTimeline(),
          new P03SingleRows(),
          new P13Peers(),
          // Before others have posted as those whose home timelines it asks for.
          new P11Growth(),
          new P04Posting(),
          new P05Uploads(),
          new P06Renditions(),
          new P07Jobs(),
          new P08FanOut(),
          new P09SignIn(),
          new P10Memory(),
          new P12TwoNodes());

  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.setLevel(Level.WARN);
    }
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException wrong) {
      System.err.print(wrong.getMessage() + "\n" + USAGE);
      System.exit(2);
      return;
    }
    if (options.wanted().isEmpty()) {
      System.err.print(USAGE);
      System.exit(2);
    }
    System.exit(run(options, String.join(" ", arguments)) ? 0 : 1);
  }

  private static boolean run(Options options, String command) throws Exception {
    List<Target> targets =
        TARGETS.stream()
            .filter(
                target ->
                    options.wanted().contains("all") || options.wanted().contains(target.id()))
            .toList();
    Machine machine = Machine.here();
    List<Result> results = new ArrayList<>();
    boolean complete = true;
    if (options.wanted().contains("simulate")) {
      publish(options, "scale.md", "simulation", new Simulation().markdown());
    }
    if (options.wanted().contains("scale")) {
      publish(options, "scale.md", "scale", Scale.measured().markdown());
    }
    if (Set.of("simulate", "scale").containsAll(options.wanted())) {
      return true;
    }
    try (World world =
            World.open(Options.HOME, options.accounts(), options.statuses(), options.people())
                .on(machine.generator());
        WarmServer warm = new WarmServer()) {
      Ground ground = new Ground(options, machine, world, warm);
      String head = head(options, machine, command);
      double seconds = (double) options.window() * options.rounds();
      if (options.wanted().contains("explain")) {
        try (Flashcrowd server = ground.server()) {
          world.settle(server);
        }
        String page = options.statuses() < LARGE ? "database.md" : "database-10m.md";
        publish(options, page, "explain", head + "\n" + new Explain(world).markdown());
      }
      if (options.wanted().contains("growth")) {
        Growth growth = new Growth(ground, DOCS.resolve("growth"));
        publish(options, "performance.md", "growth", head + "\n" + growth.measure());
      }
      // What asks the same server, one after the other.
      for (Target target : targets) {
        long started = System.nanoTime();
        if (!target.asksWarmServer()) {
          warm.close();
        }
        try {
          Result result = target.measure(ground).withRefusals(seconds);
          results.add(result);
          Files.writeString(
              Options.HOME.resolve(target.id() + ".json"),
              result.json().put("run", head).encodePrettily());
        } catch (Exception failed) {
          // The others are worth having all the same.
          complete = false;
          System.err.println("bench: " + target.id() + " was not measured");
          failed.printStackTrace();
        }
        world.say("%s took %.0f s".formatted(target.id(), (System.nanoTime() - started) / 1e9));
      }
    }
    results.sort(Comparator.comparingInt(result -> Integer.parseInt(result.id().substring(1))));
    if (!results.isEmpty()) {
      report(options, machine, command, results);
    }
    return complete;
  }

  /** Prints a part of the documentation, and writes it down where that is wanted. */
  private static void publish(Options options, String page, String part, String text)
      throws Exception {
    System.out.println(text);
    if (options.write()) {
      new Document(DOCS.resolve(page)).write(part, text);
    }
  }

  private static void report(Options options, Machine machine, String command, List<Result> results)
      throws Exception {
    Document page = new Document(DOCS.resolve("performance.md"));
    Map<String, String> explanations = page.explanations();
    String head = head(options, machine, command);
    String verdicts = Table.verdicts(results, explanations);
    String programs = Table.programs(results);
    String notes = Table.notes(results);
    System.out.println(head + "\n" + verdicts + "\n" + programs + "\n" + notes);
    JsonObject all = new JsonObject().put("run", head);
    results.forEach(result -> all.put(result.id(), result.json()));
    Files.writeString(Options.HOME.resolve("all.json"), all.encodePrettily());
    if (options.write()) {
      page.write("run", head);
      page.write("targets", verdicts);
      page.write("programs", programs + "\n" + notes);
    }
  }

  private static String head(Options options, Machine machine, String command) throws Exception {
    return """
    Measured on %s at commit %s by `load-tests/bench/bench %s`: %,d accounts, %,d posts,
    windows of %d s, %d rounds.
    Machine: %s.
    """
        .formatted(
            LocalDate.now(),
            git("rev-parse", "--short=12", "HEAD"),
            command,
            options.accounts(),
            options.statuses(),
            options.window(),
            options.rounds(),
            machine.describe());
  }

  private static String git(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Process git = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return git.waitFor() == 0 ? said : "(no repository)";
  }
}
