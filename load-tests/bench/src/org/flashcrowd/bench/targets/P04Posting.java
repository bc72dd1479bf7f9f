package org.flashcrowd.bench.targets;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flashcrowd.bench.Ground;
import org.flashcrowd.bench.Target;
import org.flashcrowd.bench.bare.PostRows;
import org.flashcrowd.bench.report.Check;
import org.flashcrowd.bench.report.Result;
import org.flashcrowd.bench.run.Child;
import org.flashcrowd.bench.run.Flashcrowd;
import org.flashcrowd.bench.run.Measured;
import org.flashcrowd.bench.run.Sample;

/** Posting, against the bare transaction of the same rows with the same concurrency. */
public final class P04Posting implements Target {
  private static final String SERVER = "flashcrowd, jobs done by other nodes";
  private static final String ALONE = "flashcrowd, one node that does its jobs too";
  private static final String BARE = "the rows in one transaction, bare";
  private static final int WRITE_CONNECTIONS = 8;
  private static final int WARMING = 8;

  /** Kinds of job that a post causes. */
  private static final int JOBS = 6;

  @Override
  public String id() {
    return "P4";
  }

  @Override
  public Result measure(Ground ground) throws Exception {
    Path requests = Pages.signedIn(ground, "post", "/api/v1/statuses");
    Path accounts =
        ground.requests(
            "accounts",
            ground.world().people().stream().map(person -> String.valueOf(person.id())).toList());
    Measured measured;
    Map<String, Sample> medians;
    Sample half;
    Sample events;
    Path calls = Pages.signedIn(ground, "events", "/api/v1/events");
    int window = ground.options().window();
    Ground.WarmUp posting =
        (server, seconds) -> ask("post", ground, server, requests, WARMING, 0, seconds);
    try (Flashcrowd server =
        ground.server(
            Map.of("FLASHCROWD_ROLES", "http", "FLASHCROWD_SURGE_ENABLED", "false"), posting)) {
      measured =
          ground
              .rounds()
              .warm(SERVER, () -> posts(ground, server, requests, 0))
              .warm(BARE, () -> bare(ground, accounts))
              .run(ground.options().rounds());
      medians = measured.medians();
      List<Sample> windows = new ArrayList<>();
      for (int i = 0; i < ground.options().ratedWindows(); i++) {
        windows.add(posts(ground, server, requests, medians.get(SERVER).perSecond() / 2));
      }
      half = Sample.median(windows);
      events = ask("events", ground, server, calls, Ground.CONNECTIONS, 0, window);
    }
    ground.world().run("DELETE FROM job WHERE state = 'available'", "CHECKPOINT");
    if (!ground.options().quick()) {
      medians.put(ALONE, alone(ground, requests, posting));
    }
    medians.put("flashcrowd at half of that load", half);
    medians.put("calls of 50 events, flashcrowd", events);
    return new Result(
        id(),
        "POST /api/v1/statuses, 64 at once",
        medians,
        List.of(
            Check.atLeast("× bare", 0.5, measured.share(SERVER, BARE)),
            Check.atMost("ms p99 at half of that load", 25, half.p99())),
        List.of(
            "a post of one tag is " + JOBS + " jobs; in both cases nobody does them meanwhile",
            "the server's gate is off: it would refuse most of the 64, since the bare rows alone"
                + " take more than half of the 100 ms that it aims at"));
  }

  private static Sample alone(Ground ground, Path requests, Ground.WarmUp posting)
      throws Exception {
    try (Flashcrowd server = ground.server(Map.of("FLASHCROWD_SURGE_ENABLED", "false"), posting)) {
      Sample alone = posts(ground, server, requests, 0);
      ground.drain(Duration.ofSeconds(60));
      return alone;
    }
  }

  private static Sample posts(Ground ground, Flashcrowd server, Path requests, double rate)
      throws Exception {
    int window = ground.options().window();
    return ask("post", ground, server, requests, Ground.CONNECTIONS, rate, window);
  }

  private static Sample ask(
      String what,
      Ground ground,
      Flashcrowd server,
      Path requests,
      int atOnce,
      double rate,
      int seconds)
      throws Exception {
    try (Child load =
        ground.load(what, server.pid(), server.base(), requests, atOnce, rate, seconds)) {
      return Ground.answer(load, server.pid());
    }
  }

  private static Sample bare(Ground ground, Path accounts) throws Exception {
    try (Child rows =
        ground.bare(
            PostRows.class,
            ground.world().databaseUri(),
            accounts,
            Ground.CONNECTIONS,
            WRITE_CONNECTIONS,
            ground.options().window(),
            JOBS,
            ground.world().postmaster())) {
      return Ground.answer(rows, rows.pid());
    }
  }
}
