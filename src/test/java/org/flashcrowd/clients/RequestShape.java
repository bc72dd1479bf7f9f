package org.flashcrowd.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One request of a client as it goes over the wire, and what the client needs of its answer; {@code
 * contract/requests/README.md} in the tests' resources says how one is written.
 *
 * @param traps the numbers of the traps, as in {@code docs/clients.md}, that it would fall into
 */
record RequestShape(
    String name,
    Set<Integer> traps,
    String method,
    String target,
    Map<String, String> headers,
    List<String> body,
    List<String> expected) {
  static final Path FOLDER = Path.of("src/test/resources/contract/requests");

  private static final Pattern TITLE = Pattern.compile("== (.*?)(?: \\(([\\d, ]+)\\))?");
  private static final Pattern HEADER = Pattern.compile("([A-Za-z-]+): (.*)");

  /** The names of all clients, which are those of their files. */
  static List<String> clients() {
    try (var files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".txt"))
          .map(name -> name.substring(0, name.length() - ".txt".length()))
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** What a client sends, in its order. */
  static List<RequestShape> of(String client) {
    List<RequestShape> shapes = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (String line : lines(FOLDER.resolve(client + ".txt"))) {
      if (line.startsWith("==") && !lines.isEmpty()) {
        shapes.add(read(lines));
        lines.clear();
      }
      if (line.startsWith("==") || !lines.isEmpty()) {
        lines.add(line);
      }
    }
    shapes.add(read(lines));
    return shapes;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static RequestShape read(List<String> lines) {
    Matcher title = TITLE.matcher(lines.getFirst());
    if (!title.matches()) {
      throw new AssertionError("no name of a step: " + lines.getFirst());
    }
    Set<Integer> traps = new TreeSet<>();
    if (title.group(2) != null) {
      for (String trap : title.group(2).split(", ")) {
        traps.add(Integer.valueOf(trap));
      }
    }
    String[] first = lines.get(1).split(" ", 2);
    Map<String, String> headers = new LinkedHashMap<>();
    List<String> body = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (String line : lines.subList(2, lines.size())) {
      Matcher header = HEADER.matcher(line);
      if (line.startsWith("=> ")) {
        expected.add(line.substring(3));
      } else if (body.isEmpty() && header.matches()) {
        headers.put(header.group(1), header.group(2));
      } else if (!line.isBlank() || body.isEmpty()) {
        // The first of these is the empty line that ends the headers.
        body.add(line);
      }
    }
    return new RequestShape(
        title.group(1),
        traps,
        first[0],
        first[1],
        headers,
        body.isEmpty() ? body : List.copyOf(body.subList(1, body.size())),
        expected);
  }

  Optional<String> contentType() {
    return Optional.ofNullable(headers.get("Content-Type"));
  }

  @Override
  public String toString() {
    return name;
  }
}
