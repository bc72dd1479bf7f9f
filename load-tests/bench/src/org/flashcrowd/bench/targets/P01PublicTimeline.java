package org.flashcrowd.bench.targets;

import java.nio.file.Path;
import java.util.List;
import org.flashcrowd.bench.Ground;
import org.flashcrowd.bench.Target;
import org.flashcrowd.bench.bare.FixedBytes;
import org.flashcrowd.bench.report.Check;
import org.flashcrowd.bench.report.Result;
import org.flashcrowd.bench.run.Child;
import org.flashcrowd.bench.run.Flashcrowd;
import org.flashcrowd.bench.run.Measured;

/** The public timeline for people who are not signed in, against a server of the same bytes. */
public final class P01PublicTimeline implements Target {
  private static final String SERVER = "flashcrowd";
  private static final String BARE = "the same bytes, bare";

  @Override
  public String id() {
    return "P1";
  }

  @Override
  public boolean asksWarmServer() {
    return true;
  }

  @Override
  public Result measure(Ground ground) throws Exception {
    Path requests = Pages.anonymous(ground, "public", List.of(Pages.PUBLIC));
    Flashcrowd server = ground.warm(Pages.mixed(ground));
    Path body = Pages.answer(ground, "public", server.get(Pages.PUBLIC, ""));
    try (Child bare = ground.bare(FixedBytes.class, body)) {
      Measured measured =
          ground
              .rounds()
              .with(SERVER, ground.reads(server, requests))
              .with(BARE, ground.reads(bare, bare.port(), requests))
              .run(ground.options().rounds());
      return new Result(
          id(),
          "public timeline, anonymous, 20 posts, warm",
          measured.medians(),
          List.of(Check.atLeast("× bare", 0.8, measured.share(SERVER, BARE))),
          List.of("an answer has %,d bytes".formatted(body.toFile().length())));
    }
  }
}
