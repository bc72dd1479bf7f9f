package org.flashcrowd.bench.targets;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flashcrowd.bench.Ground;
import org.flashcrowd.bench.Target;
import org.flashcrowd.bench.bare.ReceiveFile;
import org.flashcrowd.bench.report.Check;
import org.flashcrowd.bench.report.Result;
import org.flashcrowd.bench.run.Child;
import org.flashcrowd.bench.run.Flashcrowd;
import org.flashcrowd.bench.run.Measured;
import org.flashcrowd.bench.run.Proc;
import org.flashcrowd.bench.run.Sample;

/** Uploads until they are acknowledged, against a bare receive, hash, write and fsync. */
public final class P05Uploads implements Target {
  private static final String SERVER = "flashcrowd";
  private static final String BARE = "receive, hash, write, fsync, bare";
  private static final int AT_ONCE = 16;
  private static final int CROWD = 200;

  @Override
  public String id() {
    return "P5";
  }

  @Override
  public Result measure(Ground ground) throws Exception {
    Path photo = Photographs.fourMegabytes();
    Path uploads = Pages.signedIn(ground, "upload", "/api/v2/media");
    Measured measured;
    Map<String, Sample> medians;
    double grown;
    long left;
    Sample crowd;
    Path scratch = ground.world().folder().resolve("uploads");
    String media = scratch.toString();
    try (Flashcrowd server =
            ground.server(
                Map.of("FLASHCROWD_ROLES", "http", "FLASHCROWD_MEDIA_DIRECTORY", media),
                (warm, seconds) ->
                    upload(ground, warm.pid(), warm.base(), uploads, photo, AT_ONCE));
        Child bare = ground.bare(ReceiveFile.class, ground.world().folder().resolve("received"))) {
      String base = "http://127.0.0.1:" + bare.port();
      measured =
          ground
              .rounds()
              .warm(
                  SERVER,
                  () -> upload(ground, server.pid(), server.base(), uploads, photo, AT_ONCE))
              .with(BARE, () -> upload(ground, bare.pid(), base, uploads, photo, AT_ONCE))
              .run(ground.options().rounds());
      medians = measured.medians();
      double before = Proc.rss(server.pid());
      crowd = upload(ground, server.pid(), server.base(), uploads, photo, CROWD);
      grown = Proc.peak(server.pid()) - before;
      medians.put("flashcrowd, " + CROWD + " at once", crowd);
    }
    Sample quiet;
    Sample busy;
    try (Flashcrowd server =
        ground.server(
            Map.of("FLASHCROWD_MEDIA_DIRECTORY", media),
            (warm, seconds) -> Pages.readHome(ground, warm, seconds))) {
      // What was uploaded waits for this node, which is the first that makes pictures.
      busy = HomeReads.atARate(ground, server);
      left = ground.world().number("SELECT count(*) FROM job WHERE kind = 'media.process'");
      ground.drain(Duration.ZERO);
      ground.drain(Duration.ofSeconds(30));
      // Or autovacuum would come in the middle.
      ground.world().run("VACUUM ANALYZE job", "VACUUM ANALYZE media");
      quiet = HomeReads.atARate(ground, server);
    }
    forget(ground, scratch);
    medians.put("reads at %d a second, quiet".formatted(HomeReads.A_SECOND), quiet);
    medians.put("reads at %d a second, image workers busy".formatted(HomeReads.A_SECOND), busy);
    Check reads = Check.atMost("× p99 of reads, image workers busy", 1.3, busy.p99() / quiet.p99());
    return new Result(
        id(),
        "upload of 4 MB, acknowledged",
        medians,
        List.of(
            Check.atLeast("× bare", 0.6, measured.share(SERVER, BARE)),
            Check.atMost("MB more at its peak with 200 at once", 64, grown),
            left > 0 ? reads : reads.unjudged()),
        List.of(
            "a photo has %,d bytes; %d of %d with 200 at once failed"
                .formatted(photo.toFile().length(), crowd.failed(), CROWD),
            "%,d photos were still waiting for the image workers after the reads".formatted(left)));
  }

  private static Sample upload(
      Ground ground, long pid, String base, Path requests, Path photo, int atOnce)
      throws Exception {
    int window = ground.options().window();
    try (Child load = ground.load("upload", pid, base, requests, atOnce, 0, window, photo)) {
      return Ground.answer(load, pid);
    }
  }

  /** The photos of a run are gigabytes that nobody wants. */
  private static void forget(Ground ground, Path folder) throws Exception {
    ground.drain(Duration.ZERO);
    ground.world().run("DELETE FROM media WHERE status_id IS NULL AND purpose = 'post'");
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
