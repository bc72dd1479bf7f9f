package org.flashcrowd.bench.targets;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flashcrowd.bench.Ground;
import org.flashcrowd.bench.Target;
import org.flashcrowd.bench.bare.FeedPage;
import org.flashcrowd.bench.report.Check;
import org.flashcrowd.bench.report.Result;
import org.flashcrowd.bench.run.Child;
import org.flashcrowd.bench.run.Flashcrowd;
import org.flashcrowd.bench.run.Measured;
import org.flashcrowd.bench.run.Sample;

/** Home timelines of many people, against ids from PostgreSQL with fragments from the heap. */
public final class P02HomeTimeline implements Target {
  private static final String SERVER = "flashcrowd";
  private static final String BARE = "ids from PostgreSQL, fragments from the heap, bare";

  @Override
  public String id() {
    return "P2";
  }

  @Override
  public boolean asksWarmServer() {
    return true;
  }

  @Override
  public Result measure(Ground ground) throws Exception {
    Path requests = Pages.signedIn(ground, "home", Pages.HOME);
    Flashcrowd server = ground.warm(Pages.mixed(ground));
    Path fragment = Pages.answer(ground, "fragment", Pages.fragment(ground, server));
    try (Child bare =
        ground.bare(FeedPage.class, ground.world().databaseUri(), Pages.tokens(ground), fragment)) {
      Measured measured =
          ground
              .rounds()
              .with(SERVER, ground.reads(server, requests))
              .with(BARE, ground.reads(bare, bare.port(), requests))
              .run(ground.options().rounds());
      Map<String, Sample> medians = measured.medians();
      return new Result(
          id(),
          "home timeline, signed in, 20 posts, warm, with the viewer's flags",
          medians,
          List.of(
              Check.atLeast("× bare", 0.6, measured.share(SERVER, BARE)),
              Check.atMost("µs of the server's CPU a request", 30, medians.get(SERVER).cpu())),
          List.of(
              "%,d people ask in turn; a fragment has %,d bytes"
                  .formatted(ground.world().people().size(), fragment.toFile().length())));
    }
  }
}
