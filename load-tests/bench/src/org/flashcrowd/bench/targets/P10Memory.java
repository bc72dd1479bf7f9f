package org.flashcrowd.bench.targets;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.bench.Ground;
import org.flashcrowd.bench.Target;
import org.flashcrowd.bench.report.Check;
import org.flashcrowd.bench.report.Result;
import org.flashcrowd.bench.run.Flashcrowd;
import org.flashcrowd.bench.run.Proc;
import org.flashcrowd.bench.run.Sample;

/** Memory when idle and under the load of P2, and the time of a start. */
public final class P10Memory implements Target {
  private static final int IDLE_SECONDS = 5;

  @Override
  public String id() {
    return "P10";
  }

  @Override
  public Result measure(Ground ground) throws Exception {
    int rounds = Math.max(3, ground.options().rounds());
    double[] starts = new double[rounds];
    double[] idle = new double[rounds];
    // The first start may have to record what later ones load.
    starts(ground).close();
    for (int i = 0; i < rounds; i++) {
      try (Flashcrowd server = starts(ground)) {
        starts[i] = server.startMillis();
        TimeUnit.SECONDS.sleep(ground.options().quick() ? 2 : IDLE_SECONDS);
        idle[i] = Proc.rss(server.pid());
      }
    }
    Sample loaded;
    double peak;
    try (Flashcrowd server =
        ground.server(Map.of(), (warm, seconds) -> Pages.readHome(ground, warm, seconds))) {
      Path requests = Pages.signedIn(ground, "home", Pages.HOME);
      ground.reads(server, requests).measure();
      loaded = ground.reads(server, requests).measure();
      peak = Proc.peak(server.pid());
    }
    Map<String, Sample> rows = new LinkedHashMap<>();
    rows.put("idle", Sample.of(0, 0, Sample.median(idle)));
    rows.put("home timelines", loaded);
    return new Result(
        id(),
        "memory and start",
        rows,
        List.of(
            Check.atMost("MB idle", 130, Sample.median(idle)),
            Check.atMost("MB at its peak under home timelines", 350, peak),
            Check.atMost("s from start to ready", 0.4, Sample.median(starts) / 1e3)),
        List.of(
            "started on all of the cores, which do nothing else, against a PostgreSQL and a Redis"
                + " that run, migrated"));
  }

  private static Flashcrowd starts(Ground ground) throws Exception {
    return Flashcrowd.start(ground.world(), ground.machine().all(), Map.of());
  }
}
