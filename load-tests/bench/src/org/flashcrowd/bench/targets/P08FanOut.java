package org.flashcrowd.bench.targets;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.flashcrowd.bench.Ground;
import org.flashcrowd.bench.Target;
import org.flashcrowd.bench.report.Check;
import org.flashcrowd.bench.report.Result;
import org.flashcrowd.bench.run.Flashcrowd;
import org.flashcrowd.bench.run.Sample;
import org.flashcrowd.bench.run.World.Person;

/** One post on its way into 100,000 home feeds, and what readers notice of it. */
public final class P08FanOut implements Target {
  private static final int FOLLOWERS = 100_000;
  private static final int PATIENCE_SECONDS = 120;

  // From 1 to their number: below every id that a server makes.
  private static final String FANS =
      "INSERT INTO account (id, username) SELECT i, 'benchfan' || i FROM generate_series(1, %1$d)"
          + " i ON CONFLICT DO NOTHING";
  private static final String FOLLOWS =
      "INSERT INTO follow (account_id, target_id, id) SELECT i, %2$d, i FROM"
          + " generate_series(1, %1$d) i ON CONFLICT DO NOTHING";
  private static final String COUNTED =
      "UPDATE account_stats SET followers_count = (SELECT count(*) FROM follow WHERE target_id ="
          + " %2$d) WHERE account_id = %2$d";
  private static final String FEEDS =
      "INSERT INTO home_feed_state (account_id, kept_until, built_at) SELECT i, now() + interval"
          + " '9 days', now() FROM generate_series(1, %1$d) i ON CONFLICT (account_id) DO UPDATE"
          + " SET kept_until = excluded.kept_until";
  private static final String BARE =
      "INSERT INTO home_feed (account_id, status_id, author_id) SELECT account_id, 1, target_id"
          + " FROM follow WHERE target_id = %2$d AND account_id <= "
          + FOLLOWERS
          + " ORDER BY account_id";

  @Override
  public String id() {
    return "P8";
  }

  @Override
  public Result measure(Ground ground) throws Exception {
    // The first ones have the most followers, and are pulled by now in a large data set.
    Person author = ground.world().people().getLast();
    for (String rows : new String[] {FANS, FOLLOWS, COUNTED, FEEDS}) {
      ground.world().run(rows.formatted(FOLLOWERS, author.id()));
    }
    // Or autovacuum would come while it is quiet.
    ground
        .world()
        .run(
            "VACUUM ANALYZE follow",
            "VACUUM ANALYZE home_feed_state",
            "VACUUM ANALYZE job",
            "CHECKPOINT");
    try (Flashcrowd server =
        ground.server(
            // A node in trouble pulls such an author whatever the threshold is.
            Map.of(
                "FLASHCROWD_FEEDS_PULL_THRESHOLD", "10000000",
                "FLASHCROWD_SURGE_ENABLED", "false"),
            (warm, seconds) -> Pages.readHome(ground, warm, seconds))) {
      Sample quiet = HomeReads.atARate(ground, server);
      double[] seconds = new double[ground.options().rounds()];
      for (int i = 0; i < seconds.length; i++) {
        seconds[i] = fanOut(ground, server, author);
      }
      double median = Sample.median(seconds);
      Sample busy = readsMeanwhile(ground, server, author);
      double bare = bare(ground, author);
      Map<String, Sample> rows = new LinkedHashMap<>();
      rows.put("flashcrowd, feed rows", Sample.of(FOLLOWERS / median, 0, 0));
      rows.put("one INSERT … SELECT, bare, feed rows", Sample.of(FOLLOWERS / bare, 0, 0));
      rows.put("reads at %d a second, quiet".formatted(HomeReads.A_SECOND), quiet);
      rows.put("reads at %d a second, meanwhile".formatted(HomeReads.A_SECOND), busy);
      return new Result(
          id(),
          "fan-out of one post to %,d followers".formatted(FOLLOWERS),
          rows,
          List.of(
              Check.atMost("s to the last feed", 2, median),
              Check.atMost("× p99 of reads meanwhile", 1.3, busy.p99() / quiet.p99())),
          List.of("from sending the post; pulling is off, which such an author would be read by"));
    } finally {
      ground
          .world()
          .run(
              "DELETE FROM home_feed WHERE account_id <= " + FOLLOWERS,
              "DELETE FROM follow WHERE account_id <= " + FOLLOWERS,
              COUNTED.formatted(FOLLOWERS, author.id()),
              "DELETE FROM home_feed_state WHERE account_id <= " + FOLLOWERS,
              "VACUUM ANALYZE home_feed");
    }
  }

  /** Seconds from sending a post until the last chunk is done and every follower has it. */
  private static double fanOut(Ground ground, Flashcrowd server, Person author) throws Exception {
    long started = System.nanoTime();
    long status = post(server, author);
    while (ground.world().number("SELECT count(*) FROM job WHERE kind LIKE 'timelines.fan%'") > 0) {
      if (System.nanoTime() - started > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
        throw new IllegalStateException("the fan-out did not end");
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    long reached =
        ground
            .world()
            .number(
                "SELECT count(*) FROM home_feed WHERE account_id <= "
                    + FOLLOWERS
                    + " AND status_id = "
                    + status);
    if (reached != FOLLOWERS) {
      throw new IllegalStateException("the post reached " + reached + " feeds");
    }
    return seconds;
  }

  private static long post(Flashcrowd server, Person author) throws Exception {
    String answer = server.post("/api/v1/statuses", author.token(), "status=To+everybody+%23bench");
    return Long.parseLong(new JsonObject(answer).getString("id"));
  }

  private static Sample readsMeanwhile(Ground ground, Flashcrowd server, Person author)
      throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    FutureTask<Integer> posting =
        new FutureTask<>(
            () -> {
              int posts = 0;
              for (; !over.get(); posts++) {
                fanOut(ground, server, author);
              }
              return posts;
            });
    Thread.ofPlatform().start(posting);
    try {
      return HomeReads.atARate(ground, server);
    } finally {
      over.set(true);
      // Where posting failed, nothing went on meanwhile.
      posting.get();
    }
  }

  private static double bare(Ground ground, Person author) throws Exception {
    String insert = BARE.formatted(FOLLOWERS, author.id());
    double[] seconds = new double[ground.options().rounds()];
    for (int i = 0; i < seconds.length; i++) {
      long started = System.nanoTime();
      ground.world().run(insert);
      seconds[i] = (System.nanoTime() - started) / 1e9;
      ground
          .world()
          .run("DELETE FROM home_feed WHERE status_id = 1 AND account_id <= " + FOLLOWERS);
    }
    return Sample.median(seconds);
  }
}
