package org.flashcrowd.bench.targets;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flashcrowd.bench.Ground;
import org.flashcrowd.bench.Target;
import org.flashcrowd.bench.bare.OneRow;
import org.flashcrowd.bench.report.Check;
import org.flashcrowd.bench.report.Result;
import org.flashcrowd.bench.run.Child;
import org.flashcrowd.bench.run.Flashcrowd;
import org.flashcrowd.bench.run.Measured;
import org.flashcrowd.bench.run.Rounds;
import org.flashcrowd.bench.run.World.Person;

/** Posts, profiles, relationships and notifications, against one row by its key. */
public final class P03SingleRows implements Target {
  private static final String BARE = "one row by its key, bare";
  private static final int PLACES = 2_000;

  @Override
  public String id() {
    return "P3";
  }

  @Override
  public boolean asksWarmServer() {
    return true;
  }

  @Override
  public Result measure(Ground ground) throws Exception {
    Map<String, Path> asked = asked(ground);
    Flashcrowd server = ground.warm(Pages.mixed(ground));
    String post = "/api/v1/statuses/" + ground.world().statuses().getFirst();
    Path body = Pages.answer(ground, "status", server.get(post, ""));
    try (Child bare = ground.bare(OneRow.class, ground.world().databaseUri(), body)) {
      int port = bare.port();
      Rounds rounds = ground.rounds();
      for (Map.Entry<String, Path> requests : asked.entrySet()) {
        rounds.with(requests.getKey(), ground.reads(server, requests.getValue()));
      }
      Path rows =
          Pages.anonymous(
              ground,
              "rows",
              ground.world().statuses().stream().limit(PLACES).map(id -> "/" + id).toList());
      Measured measured =
          rounds.with(BARE, ground.reads(bare, port, rows)).run(ground.options().rounds());
      List<Check> checks = new ArrayList<>();
      asked
          .keySet()
          .forEach(
              name ->
                  checks.add(Check.atLeast("× bare, " + name, 0.5, measured.share(name, BARE))));
      return new Result(
          id(),
          "post, profile, relationships, notifications: warm",
          measured.medians(),
          checks,
          List.of());
    }
  }

  /** Everybody asks for everybody's, so that no answer is one that was just made. */
  static Map<String, List<String>> lines(Ground ground) {
    List<Person> people = ground.world().people();
    List<Long> statuses = ground.world().statuses();
    Map<String, List<String>> lines = new LinkedHashMap<>();
    for (int i = 0; i < PLACES; i++) {
      Person asking = people.get(i % people.size());
      Person other = people.get((i * 7 + 1) % people.size());
      add(lines, "post", asking, "/api/v1/statuses/" + statuses.get(i % statuses.size()));
      add(lines, "profile", asking, "/api/v1/accounts/" + other.id());
      add(lines, "relationships", asking, "/api/v1/accounts/relationships?id%5B%5D=" + other.id());
      add(lines, "notifications", asking, "/api/v1/notifications?limit=20");
    }
    return lines;
  }

  private static Map<String, Path> asked(Ground ground) throws Exception {
    Map<String, Path> files = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> kind : lines(ground).entrySet()) {
      files.put(kind.getKey(), ground.requests(kind.getKey(), kind.getValue()));
    }
    return files;
  }

  private static void add(
      Map<String, List<String>> lines, String kind, Person asking, String path) {
    lines.computeIfAbsent(kind, first -> new ArrayList<>()).add(path + "\t" + asking.token());
  }
}
