package org.flashcrowd.bench.targets;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flashcrowd.bench.Ground;
import org.flashcrowd.bench.Target;
import org.flashcrowd.bench.report.Check;
import org.flashcrowd.bench.report.Result;
import org.flashcrowd.bench.run.Flashcrowd;
import org.flashcrowd.bench.run.Sample;

/**
 * Beside figures of other servers of the same API that were measured earlier, on two cores of
 * another machine. They are not run here: what they need is not on a clean machine.
 */
public final class P13Peers implements Target {
  private static final double HOLLO_HOME = 114;
  private static final double SNAC_HOME = 257;
  private static final double HOLLO_MILLIS = 28;
  private static final double SNAC_MILLIS = 7.7;

  @Override
  public String id() {
    return "P13";
  }

  @Override
  public boolean asksWarmServer() {
    return true;
  }

  @Override
  public Result measure(Ground ground) throws Exception {
    Path requests = Pages.signedIn(ground, "home", Pages.HOME);
    Flashcrowd server = ground.warm(Pages.mixed(ground));
    Map<String, Sample> medians =
        ground
            .rounds()
            .warm("flashcrowd", ground.reads(server, requests))
            .run(ground.options().unjudgedRounds())
            .medians();
    Sample home = medians.get("flashcrowd");
    double millis = home.cpu() / 1e3;
    return new Result(
        id(),
        "home timelines, beside earlier figures of other servers",
        medians,
        List.of(
            Check.atLeast("× Hollo's throughput", 300, home.perSecond() / HOLLO_HOME).unjudged(),
            Check.atLeast("× snac's throughput", 1, home.perSecond() / SNAC_HOME).unjudged(),
            Check.atMost("× Hollo's CPU a request", 1, millis / HOLLO_MILLIS).unjudged(),
            Check.atMost("× snac's CPU a request", 1, millis / SNAC_MILLIS).unjudged()),
        List.of(
            "Hollo (114 a second at best, 28 ms of CPU) and snac (257, 7.7 ms) were measured"
                + " once, on two cores of another machine; they are not run here, so this is a"
                + " remark and no result"));
  }
}
