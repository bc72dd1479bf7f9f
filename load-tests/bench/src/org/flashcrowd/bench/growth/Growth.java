package org.flashcrowd.bench.growth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flashcrowd.bench.Ground;
import org.flashcrowd.bench.Options;
import org.flashcrowd.bench.report.Chart;
import org.flashcrowd.bench.report.Chart.Bar;
import org.flashcrowd.bench.report.Check;
import org.flashcrowd.bench.run.Flashcrowd;
import org.flashcrowd.bench.run.Machine;
import org.flashcrowd.bench.run.Sample;
import org.flashcrowd.bench.run.World;
import org.flashcrowd.bench.targets.HomeReads;
import org.flashcrowd.bench.targets.P06Renditions;

/**
 * The same work with 1, 2 and 4 event loops, image workers and nodes, as far as the machine has
 * cores, and with ten and a hundred times the data. A chart of each.
 */
public final class Growth {
  /** The whole is measured too. */
  private static final List<Integer> PARTS = List.of(100, 10);

  private final Ground ground;
  private final Path folder;

  /**
   * @param folder where the charts go
   */
  public Growth(Ground ground, Path folder) {
    this.ground = ground;
    this.folder = folder;
  }

  /** Measures all, writes the charts and the JSON, and tells it as Markdown. */
  public String measure() throws Exception {
    Files.createDirectories(folder);
    StringBuilder page = new StringBuilder();
    JsonObject json = new JsonObject();
    chart(page, json, "event-loops", "Home timelines by event loops", "requests", loops());
    chart(page, json, "image-workers", "Photos by image workers", "photos", images());
    chart(page, json, "nodes", "Home timelines by nodes of one core", "requests", nodes());
    chart(page, json, "posts", "Home timelines by posts in the database", "requests", posts());
    Files.writeString(Options.HOME.resolve("growth.json"), json.encodePrettily());
    return page.toString();
  }

  private void chart(
      StringBuilder page, JsonObject json, String name, String title, String unit, List<Bar> bars)
      throws IOException {
    Files.writeString(folder.resolve(name + ".svg"), Chart.svg(title, unit, bars));
    JsonArray rows = new JsonArray();
    page.append(
        "| %s | %s a second | µs of CPU each |\n| --- | ---: | ---: |\n".formatted(title, unit));
    for (Bar bar : bars) {
      page.append(
          "| %s | %s | %s |\n"
              .formatted(bar.label(), Check.digits(bar.perSecond()), Check.digits(bar.cost())));
      rows.add(
          new JsonObject()
              .put("label", bar.label())
              .put("perSecond", bar.perSecond())
              .put("costMicros", bar.cost()));
    }
    json.put(name, rows);
    page.append("\n![%s](%s/%s.svg)\n\n".formatted(title, folder.getFileName(), name));
  }

  /** 1, 2, 4 … as far as there are cores. */
  private List<Integer> steps() {
    List<Integer> steps = new ArrayList<>();
    for (int step = 1; step <= ground.machine().cores() && step <= 4; step *= 2) {
      steps.add(step);
    }
    return steps;
  }

  private List<Bar> loops() throws Exception {
    List<Bar> bars = new ArrayList<>();
    for (int loops : steps()) {
      Map<String, String> settings = Map.of("FLASHCROWD_INSTANCES_HTTP", String.valueOf(loops));
      try (Flashcrowd server = Flashcrowd.start(ground.world(), Machine.first(loops), settings)) {
        bars.add(bar(loops == 1 ? "1 loop" : loops + " loops", HomeReads.measure(ground, server)));
      }
    }
    return bars;
  }

  private List<Bar> images() throws Exception {
    List<Bar> bars = new ArrayList<>();
    for (int workers : steps()) {
      bars.add(
          bar(
              workers == 1 ? "1 worker" : workers + " workers",
              P06Renditions.pipeline(ground, Machine.first(workers), workers)));
    }
    return bars;
  }

  private List<Bar> nodes() throws Exception {
    List<Bar> bars = new ArrayList<>();
    int most = Math.min(3, ground.machine().cores());
    List<Flashcrowd> nodes = new ArrayList<>();
    try {
      for (int core = 0; core < most; core++) {
        nodes.add(Flashcrowd.start(ground.world(), String.valueOf(core), Map.of()));
        bars.add(
            bar(
                nodes.size() == 1 ? "1 node" : nodes.size() + " nodes",
                HomeReads.together(ground, nodes)));
      }
    } finally {
      nodes.forEach(Flashcrowd::close);
    }
    return bars;
  }

  private List<Bar> posts() throws Exception {
    Options options = ground.options();
    Map<String, Sample> samples = new LinkedHashMap<>();
    for (int part : PARTS) {
      int accounts = options.accounts() / part;
      int statuses = options.statuses() / part;
      int people = Math.min(options.people(), accounts / 2);
      try (World world =
          World.open(Options.HOME, accounts, statuses, people).on(ground.machine().generator())) {
        samples.put("%,d posts".formatted(statuses), reads(ground.in(world)));
      }
    }
    samples.put("%,d posts".formatted(options.statuses()), reads(ground));
    return samples.entrySet().stream().map(size -> bar(size.getKey(), size.getValue())).toList();
  }

  private static Sample reads(Ground ground) throws Exception {
    try (Flashcrowd server = ground.server()) {
      return HomeReads.measure(ground, server);
    }
  }

  private static Bar bar(String label, Sample sample) {
    return new Bar(label, sample.perSecond(), sample.cpu() + sample.postgres());
  }
}
