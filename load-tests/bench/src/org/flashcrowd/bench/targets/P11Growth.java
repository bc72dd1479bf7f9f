package org.flashcrowd.bench.targets;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flashcrowd.bench.Ground;
import org.flashcrowd.bench.Options;
import org.flashcrowd.bench.Target;
import org.flashcrowd.bench.report.Check;
import org.flashcrowd.bench.report.Result;
import org.flashcrowd.bench.run.Child;
import org.flashcrowd.bench.run.Flashcrowd;
import org.flashcrowd.bench.run.Sample;
import org.flashcrowd.bench.run.World;

/** What the same request costs in a data set that is a tenth, and in the whole one. */
public final class P11Growth implements Target {
  private static final int TENTH = 10;

  /** The size that the demand is about. */
  private static final int DEMANDED = 10_000_000;

  @Override
  public String id() {
    return "P11";
  }

  @Override
  public Result measure(Ground ground) throws Exception {
    Options options = ground.options();
    Map<String, Sample> large = costs(ground);
    Map<String, Sample> small;
    int accounts = options.accounts() / TENTH;
    int statuses = options.statuses() / TENTH;
    int people = Math.min(options.people(), accounts / 2);
    try (World world =
        World.open(Options.HOME, accounts, statuses, people).on(ground.machine().generator())) {
      small = costs(ground.in(world));
    }
    Map<String, Sample> rows = new LinkedHashMap<>();
    List<Check> checks = new ArrayList<>();
    for (String work : large.keySet()) {
      rows.put("%s, %,d posts".formatted(work, options.statuses()), large.get(work));
      rows.put("%s, %,d posts".formatted(work, statuses), small.get(work));
      Check check =
          Check.atMost("× the cost, " + work, 1.2, cost(large.get(work)) / cost(small.get(work)));
      checks.add(options.statuses() >= DEMANDED ? check : check.unjudged());
    }
    return new Result(
        id(),
        "growth of the data from %,d to %,d posts".formatted(statuses, options.statuses()),
        rows,
        checks,
        List.of(
            "cost is the CPU of server and PostgreSQL a request; the demand is about 10,000,000"
                + " posts: `bench P11 --accounts 1000000 --statuses 10000000`"));
  }

  private static double cost(Sample sample) {
    return sample.cpu() + sample.postgres();
  }

  private static Map<String, Sample> costs(Ground ground) throws Exception {
    Path everything = Pages.mixed(ground);
    try (Flashcrowd server =
        // Who is refused costs something too, and it would be counted to those who are not.
        ground.server(
            Map.of("FLASHCROWD_SURGE_ENABLED", "false"),
            (warm, seconds) -> Pages.read(ground, warm, everything, seconds))) {
      Path home = Pages.signedIn(ground, "home", Pages.HOME);
      Path publicly = Pages.anonymous(ground, "public", List.of(Pages.PUBLIC));
      Path posts = Pages.signedIn(ground, "post", "/api/v1/statuses");
      Path one =
          Pages.anonymous(
              ground,
              "statuses",
              ground.world().statuses().stream().map(id -> "/api/v1/statuses/" + id).toList());
      Map<String, Sample> costs =
          ground
              .rounds()
              .warm("public timeline", ground.reads(server, publicly))
              .warm("home timeline", ground.reads(server, home))
              .warm("post by id", ground.reads(server, one))
              .warm("posting", () -> posts(ground, server, posts))
              .run(ground.options().unjudgedRounds())
              .medians();
      return costs;
    }
  }

  private static Sample posts(Ground ground, Flashcrowd server, Path requests) throws Exception {
    int window = ground.options().window();
    try (Child load =
        ground.load("post", server.pid(), server.base(), requests, Ground.CONNECTIONS, 0, window)) {
      Sample posted = Ground.answer(load, server.pid());
      // What is measured next has the cores to itself.
      ground.drain(Duration.ofSeconds(ground.options().quick() ? 5 : 60));
      return posted;
    }
  }
}
