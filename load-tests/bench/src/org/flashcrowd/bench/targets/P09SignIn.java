package org.flashcrowd.bench.targets;

import java.util.List;
import java.util.Map;
import org.flashcrowd.auth.TokenCheck;
import org.flashcrowd.bench.Ground;
import org.flashcrowd.bench.Target;
import org.flashcrowd.bench.inside.Hashes;
import org.flashcrowd.bench.report.Check;
import org.flashcrowd.bench.report.Result;
import org.flashcrowd.bench.run.Child;
import org.flashcrowd.bench.run.Measured;
import org.flashcrowd.bench.run.Sample;

/** The hash of a password against the bare hash, and the check of a token. */
public final class P09SignIn implements Target {
  private static final String HASH = "flashcrowd's hashes";
  private static final String BARE = "Argon2id of Bouncy Castle, bare";
  private static final String TOKEN = "token checks";

  @Override
  public String id() {
    return "P9";
  }

  @Override
  public Result measure(Ground ground) throws Exception {
    Measured measured =
        ground
            .rounds()
            .warm(HASH, () -> hashes(ground, "ours"))
            .warm(BARE, () -> hashes(ground, "bare"))
            .warm(TOKEN, () -> tokens(ground))
            .run(ground.options().coldRounds());
    Map<String, Sample> medians = measured.medians();
    return new Result(
        id(),
        "sign-in: Argon2id of 19 MiB, 2 passes; token check, warm",
        medians,
        List.of(
            Check.atMost("× the bare hash", 1.1, measured.share(BARE, HASH)),
            Check.atMost("µs a token check", 2, medians.get(TOKEN).cpu())),
        List.of());
  }

  private static Sample hashes(Ground ground, String whose) throws Exception {
    try (Child child = ground.bare(Hashes.class, whose, ground.options().window())) {
      double millis = child.answer().getDouble("millis");
      return Sample.of(1e3 / millis, millis * 1e3, 0);
    }
  }

  private static Sample tokens(Ground ground) throws Exception {
    try (Child child =
        ground.bare(
            TokenCheck.class,
            ground.world().databaseUri(),
            Pages.tokens(ground),
            ground.options().window())) {
      double micros = child.answer().getDouble("micros");
      return Sample.of(1e6 / micros, micros, 0);
    }
  }
}
