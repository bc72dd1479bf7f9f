package org.flashcrowd.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Route;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What clients call is answered, and {@code docs/api.md} says so: its table is made from the route
 * table. {@code mvn verify -Dit.test=ApiTableIT -Dapi.table=write} writes it anew.
 */
class ApiTableIT {
  private static final Path ENDPOINTS = Path.of("src/test/resources/contract/endpoints.txt");
  private static final Path PAGE = Path.of("docs/api.md");
  private static final String BEGIN = "<!-- made by ApiTableIT from the route table -->\n";
  private static final String END = "<!-- end of the table -->\n";

  private static final Pattern CALL = Pattern.compile("`([A-Z]+) (/[^`]+)`");

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void endpoints_thatClientsCall_areAllThere() throws IOException {
    List<String> missing = new ArrayList<>(wanted().keySet());
    missing.removeAll(routes().keySet());

    assertThat(missing).isEmpty();
  }

  @Test
  void page_table_isWhatTheRouteTableSays() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    String table = table(differing(page));
    if ("write".equals(System.getProperty("api.table"))) {
      Files.writeString(PAGE, page.substring(0, begin) + table + page.substring(end));
      return;
    }

    assertThat(page.substring(begin, end)).isEqualTo(table);
  }

  /** Nobody reads of a difference in a call that is not there. */
  @Test
  void page_differences_areOfRoutesThatThereAre() throws IOException {
    Set<String> unknown = differing(Files.readString(PAGE));
    assertThat(unknown).hasSizeGreaterThan(10);

    unknown.removeAll(routes().keySet());

    assertThat(unknown).isEmpty();
  }

  private static String table(Set<String> differing) throws IOException {
    Map<String, String> wanted = wanted();
    StringBuilder table =
        new StringBuilder("\n| call | for | counted as | clients | as documented |\n");
    table.append("| --- | --- | --- | --- | --- |\n");
    routes()
        .forEach(
            (key, route) ->
                table.append(
                    "| `%s %s` | %s | %s | %s | %s |%n"
                        .formatted(
                            route.method(),
                            route.path(),
                            Document.access(route.access()),
                            counted(route.access()),
                            wanted.getOrDefault(key, ""),
                            documented(key, wanted, differing))));
    return table.append('\n').toString();
  }

  private static String documented(String key, Map<String, String> wanted, Set<String> differing) {
    if (differing.contains(key)) {
      return "but";
    }
    return List.of("must", "should").contains(wanted.getOrDefault(key, "")) ? "yes" : "";
  }

  /** The calls that the list of differences names. */
  private static Set<String> differing(String page) {
    String list =
        page.substring(page.indexOf("## Where it differs"), page.indexOf("## What is not here"));
    return CALL.matcher(list)
        .results()
        .map(call -> key(call.group(1), call.group(2)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String counted(Access access) {
    return access.limit().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Every route by path and method, parameters without their names. */
  private static Map<String, Route> routes() {
    Map<String, Route> routes = new TreeMap<>();
    for (Route route : server.server().routes().all()) {
      routes.put(key(route.method().name(), route.path()), route);
    }
    return routes;
  }

  /** What clients call: how much they miss it, by the same keys. */
  private static Map<String, String> wanted() throws IOException {
    Map<String, String> wanted = new LinkedHashMap<>();
    for (String line : Files.readAllLines(ENDPOINTS)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] words = line.split(" ");
        wanted.put(key(words[1], words[2]), words[0]);
      }
    }
    return wanted;
  }

  private static String key(String method, String path) {
    return path.replaceAll(":\\w+", ":") + " " + method;
  }
}
