package org.flashcrowd.portability;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The lists that people can bring along, in the columns that Mastodon writes. */
enum ImportKind {
  FOLLOWING,
  BLOCKING,
  MUTING,
  BOOKMARKS;

  private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

  /**
   * The columns in the order that they have where none is named; whom or what it is comes first.
   */
  private List<String> columns() {
    return switch (this) {
      case FOLLOWING ->
          List.of("Account address", "Show boosts", "Notify on new posts", "Languages");
      case MUTING -> List.of("Account address", "Hide notifications");
      case BLOCKING -> List.of("Account address");
      case BOOKMARKS -> List.of("#uri");
    };
  }

  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<ImportKind> of(String wire) {
    return Arrays.stream(values()).filter(kind -> kind.wire().equals(wire)).findFirst();
  }

  /**
   * One line to be brought in.
   *
   * @param target an address or a URL
   */
  record Line(String target, JsonObject options) {}

  /** The lines of a file; its first line may name the columns, in any order. */
  List<Line> lines(List<List<String>> cells) {
    List<String> order = columns();
    List<List<String>> rest = cells;
    if (!cells.isEmpty() && cells.getFirst().stream().anyMatch(this::isHeader)) {
      order = cells.getFirst().stream().map(String::strip).toList();
      rest = cells.subList(1, cells.size());
    }
    List<String> names = order;
    return rest.stream().map(line -> line(names, line)).toList();
  }

  private boolean isHeader(String cell) {
    return columns().getFirst().equalsIgnoreCase(cell.strip());
  }

  private Line line(List<String> names, List<String> cells) {
    String target = "";
    JsonObject options = new JsonObject();
    for (int at = 0; at < Math.min(names.size(), cells.size()); at++) {
      String value = cells.get(at).strip().replace("\0", "");
      String name = names.get(at).toLowerCase(Locale.ROOT);
      if (isHeader(name)) {
        target = value;
      } else if (!value.isEmpty()) {
        switch (name) {
          case "show boosts" -> options.put("reblogs", flag(value));
          case "notify on new posts" -> options.put("notify", flag(value));
          case "hide notifications" -> options.put("notifications", flag(value));
          case "languages" -> options.put("languages", new JsonArray(List.of(COMMA.split(value))));
          default -> {
            // A column of another program.
          }
        }
      }
    }
    return new Line(target, options);
  }

  private static boolean flag(String value) {
    return value.equalsIgnoreCase("true") || value.equals("1");
  }
}
