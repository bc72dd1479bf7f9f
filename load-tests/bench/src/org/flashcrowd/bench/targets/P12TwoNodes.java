package org.flashcrowd.bench.targets;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flashcrowd.bench.Ground;
import org.flashcrowd.bench.Target;
import org.flashcrowd.bench.report.Check;
import org.flashcrowd.bench.report.Result;
import org.flashcrowd.bench.run.Flashcrowd;
import org.flashcrowd.bench.run.Machine;
import org.flashcrowd.bench.run.Measured;
import org.flashcrowd.bench.run.Sample;
import org.flashcrowd.bench.run.Share;

/** Two nodes of one core each, against one of them alone. */
public final class P12TwoNodes implements Target {
  private static final String ONE = "one node of one core";
  private static final String TWO = "two nodes of one core each";
  private static final int NEEDED = 4;

  @Override
  public String id() {
    return "P12";
  }

  @Override
  public Result measure(Ground ground) throws Exception {
    Machine machine = ground.machine();
    boolean enough = machine.cores() >= NEEDED;
    String second = machine.cores() == 1 ? "0" : "1";
    try (Flashcrowd first = node(ground);
        Flashcrowd other = node(ground)) {
      Machine.move(first.pid(), "0");
      Machine.move(other.pid(), second);
      Path requests = Pages.signedIn(ground, "home", Pages.HOME);
      Measured measured =
          ground
              .rounds()
              .with(ONE, () -> HomeReads.window(ground, List.of(first), requests))
              .with(TWO, () -> HomeReads.window(ground, List.of(first, other), requests))
              .run(ground.options().unjudgedRounds());
      Share ratio = measured.share(TWO, ONE);
      Share cost = measured.share(TWO, ONE, Sample::cpu);
      Check throughput = Check.atLeast("× one node's throughput", 1.8, ratio);
      return new Result(
          id(),
          "home timelines from two nodes",
          measured.medians(),
          List.of(
              enough ? throughput : throughput.unjudged(),
              Check.atMost("× one node's CPU a request", 1.1, cost).unjudged()),
          enough
              ? List.of()
              : List.of(
                  "two nodes, their PostgreSQL and who asks want a core each; on %d cores the second"
                          .formatted(machine.cores())
                      + " node takes its core from those who ask, so only the CPU a request says"
                      + " something: what two nodes can do is what one can, twice, while that stays"
                      + " the same"));
    }
  }

  /** Who is refused costs something too, and it would be counted to those who are not. */
  private static Flashcrowd node(Ground ground) throws Exception {
    return ground.server(
        Map.of("FLASHCROWD_SURGE_ENABLED", "false"),
        (warm, seconds) -> Pages.readHome(ground, warm, seconds));
  }
}
