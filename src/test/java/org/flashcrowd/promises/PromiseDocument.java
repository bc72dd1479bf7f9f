package org.flashcrowd.promises;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flashcrowd.http.Json;

/**
 * Writes the tables of {@code docs/promises.md} from what the tests found out. Run by {@code mvn
 * verify -Pfaults}, into {@code target/promises/promises.md}; with {@code -Dpromises.write=true}
 * into the document itself.
 */
public final class PromiseDocument {
  private static final Path DOCUMENT = Path.of("docs", "promises.md");
  private static final String START = "<!-- measured: written by the suite, edits are lost -->\n";
  private static final String END = "<!-- /measured -->\n";

  private PromiseDocument() {}

  /**
   * @param arguments {@code true} to change the document itself
   */
  public static void main(String[] arguments) throws IOException {
    String whole = Files.readString(DOCUMENT);
    int start = whole.indexOf(START) + START.length();
    int end = whole.indexOf(END);
    if (start < START.length() || end < start) {
      throw new IllegalStateException(DOCUMENT + " has lost its markers");
    }
    String written = whole.substring(0, start) + tables(measured()) + whole.substring(end);
    Files.createDirectories(PromiseRecorder.FOLDER);
    Files.writeString(PromiseRecorder.FOLDER.resolve("promises.md"), written);
    if (arguments.length > 0 && arguments[0].equals("true")) {
      Files.writeString(DOCUMENT, written);
    }
  }

  private static List<Measured> measured() throws IOException {
    if (!Files.isDirectory(PromiseRecorder.FOLDER)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(PromiseRecorder.FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .map(PromiseDocument::read)
          .sorted(Comparator.comparing(Measured::test))
          .toList();
    }
  }

  private static Measured read(Path file) {
    try {
      return Json.MAPPER.readValue(file.toFile(), Measured.class);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(file.toString(), unreadable);
    }
  }

  static String tables(List<Measured> measured) {
    return where(measured)
        + Arrays.stream(Promise.Table.values())
            .map(table -> table(table, measured))
            .collect(Collectors.joining("\n"));
  }

  private static String where(List<Measured> measured) {
    String commits =
        measured.stream().map(Measured::commit).distinct().collect(Collectors.joining(", "));
    String cores =
        measured.stream()
            .map(one -> Integer.toString(one.cores()))
            .distinct()
            .collect(Collectors.joining(", "));
    return measured.isEmpty()
        ? "\nNothing was measured yet.\n\n"
        : """

        Measured at commit %s on %s cores by the tests that are named; a row without one was not run.

        """
            .formatted(commits, cores);
  }

  private static String table(Promise.Table table, List<Measured> measured) {
    return "## %s\n\n| %s | promise | kept? | test: measured |\n| --- | --- | --- | --- |\n"
            .formatted(table.title, table.first)
        + Arrays.stream(Promise.values())
            .filter(promise -> promise.table == table)
            .map(promise -> row(promise, of(promise, measured)))
            .collect(Collectors.joining());
  }

  private static List<Measured> of(Promise promise, List<Measured> measured) {
    return measured.stream().filter(one -> one.promise() == promise).toList();
  }

  private static String row(Promise promise, List<Measured> measured) {
    String kept =
        measured.isEmpty()
            ? "not measured"
            : measured.stream().allMatch(one -> one.unmet() == null) ? "yes" : "**in part**";
    String tests = measured.stream().map(PromiseDocument::cell).collect(Collectors.joining("<br>"));
    return "| %s | %s | %s | %s |\n".formatted(promise.event, promise.text, kept, tests);
  }

  private static String cell(Measured one) {
    String figures =
        one.figures().entrySet().stream()
            .map(figure -> figure.getKey() + " " + figure.getValue())
            .collect(Collectors.joining(", "));
    String runs = one.runs() == 1 ? "" : " (%d tests)".formatted(one.runs());
    return escape(
        "`%s`%s%s%s"
            .formatted(
                one.test(),
                runs,
                figures.isEmpty() ? ": passes" : ": " + figures,
                one.unmet() == null ? "" : "; **not kept: " + one.unmet() + "**"));
  }

  /** A bar would end the cell. */
  private static String escape(String text) {
    return text.replace("|", "\\|");
  }
}
