package org.flashcrowd.bench.targets;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.flashcrowd.bench.Ground;
import org.flashcrowd.bench.Target;
import org.flashcrowd.bench.bare.VipsLoop;
import org.flashcrowd.bench.inside.Pictures;
import org.flashcrowd.bench.report.Check;
import org.flashcrowd.bench.report.Result;
import org.flashcrowd.bench.run.Child;
import org.flashcrowd.bench.run.Measured;
import org.flashcrowd.bench.run.Sample;

/** What is made of a photo, against a bare loop of libvips that makes the same renditions. */
public final class P06Renditions implements Target {
  private static final String ONE = "flashcrowd's pipeline, 1 thread";
  private static final String FOUR = "flashcrowd's pipeline, 4 threads";
  private static final String BARE = "libvips, bare, 1 thread";

  @Override
  public String id() {
    return "P6";
  }

  @Override
  public Result measure(Ground ground) throws Exception {
    Measured measured =
        ground
            .rounds()
            .warm(ONE, () -> pictures(ground, Pictures.class, 1))
            .warm(BARE, () -> pictures(ground, VipsLoop.class, 1))
            .warm(FOUR, () -> pictures(ground, Pictures.class, 4))
            .run(ground.options().coldRounds());
    return new Result(
        id(),
        "renditions 400 + 640 + 1280, blurhash and colour, of a JPEG of 12 megapixels",
        measured.medians(),
        List.of(
            Check.atLeast("× bare", 0.9, measured.share(ONE, BARE)),
            Check.atMost(
                "× CPU a picture, 4 threads to 1", 1.1, measured.share(FOUR, ONE, Sample::cpu))),
        List.of(
            "the bare loop makes neither the stripped original nor blurhash nor colour, and checks"
                + " nothing",
            "sharp (Node) is not measured here: it is no part of what a clean machine can build"));
  }

  /** The server's pipeline on these cores. */
  public static Sample pipeline(Ground ground, String cores, int threads) throws Exception {
    return pictures(ground, Pictures.class, cores, threads);
  }

  private static Sample pictures(Ground ground, Class<?> program, int threads) throws Exception {
    String cores = threads == 1 ? ground.machine().server() : ground.machine().all();
    return pictures(ground, program, cores, threads);
  }

  private static Sample pictures(Ground ground, Class<?> program, String cores, int threads)
      throws Exception {
    Path folder = ground.world().folder().resolve("pictures");
    try (Child child =
        Child.start(
            cores,
            program,
            Photographs.fourMegabytes(),
            folder,
            threads,
            ground.options().window())) {
      JsonObject answer = child.answer();
      return Sample.of(
          answer.getDouble("perSecond"),
          answer.getDouble("cpuMillis") * 1e3,
          answer.getDouble("rss"));
    }
  }
}
