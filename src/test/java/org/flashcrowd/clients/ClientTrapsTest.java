package org.flashcrowd.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each trap that a client would fall into has a test that names the client: docs/clients.md. */
class ClientTrapsTest {
  private static final Path PAGE = Path.of("docs/clients.md");
  private static final Pattern ROW =
      Pattern.compile("\\| (\\d+) \\|[^|]*\\| ([^|]*) \\| ([^|]*) \\|");
  private static final Pattern METHOD = Pattern.compile("`(\\w+)\\.(\\w+)`");
  private static final int TRAPS = 19;

  /** What the page says of a trap. */
  private record Row(String clients, String tests) {}

  @Test
  void page_everyTrap_namesTheClientsWhoseRequestsFallIntoIt() throws IOException {
    Map<Integer, Row> rows = rows();

    assertThat(rows.keySet())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, TRAPS).boxed().toList());
    rows.forEach(
        (trap, row) -> assertThat(row.clients()).as("trap %d", trap).isEqualTo(clients(trap)));
  }

  @Test
  void page_everyTest_isThere() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Row row : rows().values()) {
      for (Matcher test = METHOD.matcher(row.tests()); test.find(); ) {
        if (!source(test.group(1)).contains(" " + test.group(2) + "(")) {
          missing.add(test.group());
        }
      }
    }

    assertThat(missing).isEmpty();
  }

  private static Map<Integer, Row> rows() throws IOException {
    Map<Integer, Row> rows = new LinkedHashMap<>();
    for (String line : Files.readAllLines(PAGE)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows.put(Integer.valueOf(row.group(1)), new Row(row.group(2).trim(), row.group(3)));
      }
    }
    return rows;
  }

  private static String clients(int trap) {
    return RequestShape.clients().stream()
        .filter(
            client ->
                RequestShape.of(client).stream().anyMatch(shape -> shape.traps().contains(trap)))
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .collect(Collectors.joining(", "));
  }

  private static String source(String name) throws IOException {
    try (var files = Files.walk(Path.of("src/test/java"))) {
      Path found =
          files
              .filter(file -> file.endsWith(name + ".java"))
              .findFirst()
              .orElse(Path.of("/nowhere"));
      return Files.exists(found) ? Files.readString(found) : "";
    }
  }
}
