package org.flashcrowd.load;

import static io.gatling.javaapi.core.CoreDsl.csv;

import io.gatling.javaapi.core.FeederBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Who loads and what they look at: the files of {@code flashcrowd seed --export}. */
final class Data {
  private final Path folder;

  Data(Path folder) {
    if (!Files.exists(folder.resolve("accounts.csv"))) {
      throw new IllegalArgumentException(
          folder + " has no accounts.csv; make it by: flashcrowd seed --export " + folder);
    }
    this.folder = folder.toAbsolutePath();
  }

  /** Made-up people in no order, again and again: id, username, email, password, token. */
  FeederBuilder.FileBased<String> people() {
    return csv(folder.resolve("accounts.csv").toString()).random();
  }

  /** The first one: whom most people follow. */
  Map<String, Object> celebrity() {
    String[] cells = lines("accounts.csv").getFirst().split(",");
    return Map.of("celebrity", cells[0], "celebrityToken", cells[4]);
  }

  /** How many people there are. */
  int size() {
    return lines("accounts.csv").size();
  }

  /** The post that most people favoured. */
  String favourite() {
    return lines("statuses.csv").getFirst();
  }

  /**
   * Posts as people come across them: the first in the list most often, the one at place n about as
   * often as 1 / n (Zipf's law), under {@code status}.
   */
  Iterator<Map<String, Object>> posts() {
    List<String> ids = lines("statuses.csv");
    double logOfSize = Math.log(ids.size() + 1.0);
    return Stream.generate(
            () -> {
              double draw = ThreadLocalRandom.current().nextDouble();
              int place = (int) Math.exp(draw * logOfSize) - 1;
              return Map.<String, Object>of(
                  "status", ids.get(Math.clamp(place, 0, ids.size() - 1)));
            })
        .iterator();
  }

  private List<String> lines(String name) {
    try {
      List<String> lines = Files.readAllLines(folder.resolve(name));
      if (lines.size() < 2) {
        throw new IllegalArgumentException(folder + "/" + name + " is empty: seed first");
      }
      return lines.subList(1, lines.size());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
