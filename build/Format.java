import com.google.googlejavaformat.java.Formatter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks ({@code check}) or rewrites ({@code fix}) every Java source with google-java-format, on
 * the JDK that compiles them, so that the check also works where Maven itself runs on an older one.
 */
class Format {
  private static final List<String> ROOTS =
      List.of("src/main/java", "src/test/java", "load-tests/src", "load-tests/bench", "build");

  public static void main(String[] arguments) throws Exception {
    boolean fix = arguments.length > 0 && arguments[0].equals("fix");
    List<Path> unformatted;
    try (Stream<Path> sources =
        ROOTS.stream().map(Path::of).filter(Files::isDirectory).flatMap(Format::javaFiles)) {
      unformatted = sources.parallel().filter(source -> differs(source, fix)).sorted().toList();
    }
    if (unformatted.isEmpty()) {
      return;
    }
    unformatted.forEach(
        source -> System.err.println((fix ? "formatted " : "not formatted: ") + source));
    if (!fix) {
      System.err.println("Run: mvn -q validate -Dformat.mode=fix");
      System.exit(1);
    }
  }

  private static Stream<Path> javaFiles(Path root) {
    try {
      return Files.walk(root).filter(path -> path.toString().endsWith(".java"));
    } catch (java.io.IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }

  private static boolean differs(Path source, boolean fix) {
    try {
      String before = Files.readString(source);
      String after = new Formatter().formatSourceAndFixImports(before);
      if (before.equals(after)) {
        return false;
      }
      if (fix) {
        Files.writeString(source, after);
      }
      return true;
    } catch (Exception broken) {
      throw new IllegalStateException(source + ": " + broken.getMessage(), broken);
    }
  }
}
