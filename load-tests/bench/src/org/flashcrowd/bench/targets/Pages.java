package org.flashcrowd.bench.targets;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.flashcrowd.bench.Ground;
import org.flashcrowd.bench.run.Child;
import org.flashcrowd.bench.run.Flashcrowd;
import org.flashcrowd.bench.run.World.Person;
import org.flashcrowd.bench.run.Wrk;

/** What is asked of a server, and what bare programs answer in its stead. */
final class Pages {
  static final String PUBLIC = "/api/v1/timelines/public?limit=20";
  static final String HOME = "/api/v1/timelines/home?limit=20";

  /** Requests at once of a server that is warming up: as many as it answers, but no crowd. */
  private static final int WARMING = 8;

  private Pages() {}

  /** One path for everybody who asks. */
  static Path signedIn(Ground ground, String name, String path) throws IOException {
    return ground.requests(
        name,
        ground.world().people().stream().map(person -> path + "\t" + person.token()).toList());
  }

  static Path anonymous(Ground ground, String name, List<String> paths) throws IOException {
    return ground.requests(name, paths);
  }

  /** Asks for home timelines, at a few connections. */
  static void readHome(Ground ground, Flashcrowd server, int seconds) throws Exception {
    read(ground, server, signedIn(ground, "home", HOME), seconds);
  }

  static void read(Ground ground, Flashcrowd server, Path requests, int seconds) throws Exception {
    if (Wrk.INSTALLED) {
      Wrk.get(
          ground.machine(),
          ground.world(),
          server.pid(),
          server.base(),
          requests,
          Duration.ofSeconds(seconds),
          WARMING);
      return;
    }
    try (Child load =
        ground.load("get", server.pid(), server.base(), requests, WARMING, 0, seconds)) {
      load.answer();
    }
  }

  /** A bit of all that P1 to P3 and P13 ask, in turn. */
  static Path mixed(Ground ground) throws IOException {
    List<String> lines = new ArrayList<>();
    P03SingleRows.lines(ground).values().forEach(kind -> lines.addAll(kind.subList(0, 300)));
    for (int i = 0; i < 300; i++) {
      Person person = ground.world().people().get(i % ground.world().people().size());
      lines.add(HOME + "\t" + person.token());
      lines.add(PUBLIC);
    }
    Collections.shuffle(lines, new Random(1));
    return ground.requests("mixed", lines);
  }

  /** The tokens and the accounts they stand for, as the bare programs want them. */
  static Path tokens(Ground ground) throws IOException {
    return ground.requests(
        "tokens",
        ground.world().people().stream()
            .map(person -> person.token() + "\t" + person.id())
            .toList());
  }

  /** The bytes of an answer, in a file. */
  static Path answer(Ground ground, String name, String body) throws IOException {
    return Files.writeString(ground.world().folder().resolve("answer-" + name), body);
  }

  /** One post of a home timeline as the server sends it: of the person's whose page is fullest. */
  static String fragment(Ground ground, Flashcrowd server) throws Exception {
    for (Person person : ground.world().people()) {
      JsonArray page = new JsonArray(server.get(HOME, person.token()));
      if (page.size() >= 20) {
        return ((JsonObject) page.getValue(10)).encode();
      }
    }
    throw new IOException("nobody's home timeline has twenty posts: seed more");
  }
}
