package org.flashcrowd.bench.targets;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.flashcrowd.bench.Ground;
import org.flashcrowd.bench.Target;
import org.flashcrowd.bench.bare.QueueRows;
import org.flashcrowd.bench.inside.JobsProgram;
import org.flashcrowd.bench.report.Check;
import org.flashcrowd.bench.report.Result;
import org.flashcrowd.bench.run.Child;
import org.flashcrowd.bench.run.Sample;

/** Jobs that do nothing, through the whole machine, against rows that come and go. */
public final class P07Jobs implements Target {
  private static final String JOBS = "flashcrowd's jobs, no-op";
  private static final String BARE = "rows inserted, leased and deleted, bare";
  private static final int STEADY = 1_000;

  @Override
  public String id() {
    return "P7";
  }

  @Override
  public Result measure(Ground ground) throws Exception {
    String database = ground.world().databaseUri();
    int window = ground.options().window();
    Map<String, Sample> medians =
        ground
            .rounds()
            .warm(JOBS, () -> run(ground, JobsProgram.class, database, "flood", window))
            .warm(BARE, () -> run(ground, QueueRows.class, database, window))
            .run(ground.options().coldRounds())
            .medians();
    Sample steady = run(ground, JobsProgram.class, database, "steady", window, STEADY);
    medians.put("flashcrowd's jobs, 1,000 a second", steady);
    ground.world().run("DELETE FROM job WHERE kind LIKE 'bench.%'", "VACUUM job");
    return new Result(
        id(),
        "no-op jobs: enqueued in a transaction, over the event bus, completed",
        medians,
        List.of(
            Check.atLeast("a second", 45_000, medians.get(JOBS).perSecond()),
            Check.atMost("ms p99 from commit to start at 1,000 a second", 50, steady.p99())),
        List.of(
            "a claim of jobs takes several cores with its PostgreSQL; the demand is for four",
            "graphile-worker (43,000 a second beside it on four cores) is not measured here: it is"
                + " no part of what a clean machine can build"));
  }

  private static Sample run(Ground ground, Class<?> program, Object... arguments) throws Exception {
    // What the last one left behind, which it was stopped in the middle of.
    ground.world().run("DELETE FROM job WHERE kind LIKE 'bench.%'");
    double postgres = ground.world().postgresCpu();
    try (Child child = ground.bare(program, arguments)) {
      JsonObject answer = child.answer();
      double units = Math.max(1, answer.getDouble("units"));
      return new Sample(
          units / answer.getDouble("seconds"),
          answer.getDouble("p50", 0.0),
          answer.getDouble("p99", 0.0),
          answer.getDouble("cpuMicros", 0.0),
          (ground.world().postgresCpu() - postgres) * 1e6 / units,
          0,
          0);
    }
  }
}
