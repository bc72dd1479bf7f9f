package org.flashcrowd.bench.scale;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.flashcrowd.bench.Options;
import org.flashcrowd.bench.report.Result;
import org.flashcrowd.bench.run.Sample;

/** Reads costs from the results under target/bench. */
final class Costs {
  private final Map<Work, Cost> costs = new LinkedHashMap<>();
  private final Set<String> runs = new LinkedHashSet<>();

  private Costs() {}

  /** What a server does for people. */
  enum Work {
    HOME("a home timeline", "P2", "flashcrowd"),
    PUBLIC("a public timeline", "P1", "flashcrowd"),
    SINGLE("a post by its id", "P3", "post"),
    NOTIFICATIONS("a page of notifications", "P3", "notifications"),
    POST("a post, until it is acknowledged", "P4", "flashcrowd, jobs"),
    EVENTS("a call that tells of 50 events", "P4", "calls of 50 events"),
    UPLOAD("an upload of 4 MB, until it is acknowledged", "P5", "flashcrowd"),
    PICTURE("the renditions of a photo", "P6", "flashcrowd's pipeline, 1"),
    JOB("a job, beside what it does", "P7", "flashcrowd's jobs, no-op"),
    SIGN_IN("a password's hash", "P9", "flashcrowd's hashes");

    final String words;
    final String target;
    final String program;

    Work(String words, String target, String program) {
      this.words = words;
      this.target = target;
      this.program = program;
    }
  }

  /** Those that were measured; an error where one was not. */
  static Costs measured() throws IOException {
    Costs read = new Costs();
    for (Work work : Work.values()) {
      JsonObject json = json(work.target);
      read.runs.add(json.getString("run"));
      Result result = Result.of(json);
      Map.Entry<String, Sample> program =
          result.rows().entrySet().stream()
              .filter(row -> row.getKey().startsWith(work.program))
              .findFirst()
              .orElseThrow();
      Sample sample = program.getValue();
      read.costs.put(
          work, new Cost(sample.cpu(), sample.postgres(), work.target + ", " + program.getKey()));
    }
    return read;
  }

  /** Microseconds of one connection for a row of a home feed, all told. */
  static double feedRow() throws IOException {
    Optional<Sample> rows =
        Result.of(json("P8")).rows().entrySet().stream()
            .filter(row -> row.getKey().equals("flashcrowd, feed rows"))
            .map(Map.Entry::getValue)
            .findFirst();
    return 1e6 / rows.orElseThrow().perSecond();
  }

  private static JsonObject json(String target) throws IOException {
    Path file = Options.HOME.resolve(target + ".json");
    if (!Files.exists(file)) {
      throw new IOException(target + " was not measured yet: load-tests/bench/bench " + target);
    }
    return new JsonObject(Files.readString(file));
  }

  Cost of(Work work) {
    return costs.getOrDefault(work, new Cost(0, 0, ""));
  }

  /** When, where and how these were measured. */
  Set<String> runs() {
    return runs;
  }

  Map<Work, Cost> all() {
    return costs;
  }
}
