package org.flashcrowd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads the imports, and keeps the packages in the order that docs/architecture.md draws. */
class ArchitectureTest {
  private static final Path SOURCES = Path.of("src/main/java/org/flashcrowd");
  private static final Pattern IMPORT =
      Pattern.compile("^import (?:static )?org\\.flashcrowd\\.([a-z]+)[.\\w]*;", Pattern.MULTILINE);
  private static final Set<String> PLATFORM =
      Set.of(
          "config",
          "observability",
          "resilience",
          "db",
          "cache",
          "jobs",
          "http",
          "live",
          "surge",
          "mail",
          "text");
  private static final Set<String> COMPOSITION = Set.of("", "cli", "dev", "seed");
  private static final Set<String> BANNED =
      Set.of("util", "utils", "common", "impl", "model", "manager", "helper", "helpers", "misc");
  private static final int LONGEST_FILE = 300;

  @Test
  void packages_platform_importsNoCapability() throws IOException {
    imports()
        .forEach(
            (name, imported) -> {
              if (PLATFORM.contains(name)) {
                assertThat(imported).as(name).isSubsetOf(PLATFORM);
              }
            });
  }

  @Test
  void packages_capability_importsNoComposition() throws IOException {
    imports()
        .forEach(
            (name, imported) -> {
              if (!COMPOSITION.contains(name)) {
                assertThat(imported).as(name).doesNotContainAnyElementsOf(COMPOSITION);
              }
            });
  }

  @Test
  void packages_imports_haveNoCycle() throws IOException {
    Map<String, Set<String>> imports = imports();
    imports.keySet().forEach(name -> walk(name, imports, new LinkedHashSet<>()));
  }

  private static void walk(String name, Map<String, Set<String>> imports, Set<String> path) {
    assertThat(path.add(name)).as("a cycle: %s -> %s", path, name).isTrue();
    imports.getOrDefault(name, Set.of()).forEach(next -> walk(next, imports, path));
    path.remove(name);
  }

  @Test
  void packages_names_sayWhatIsInThem() throws IOException {
    try (Stream<Path> folders = Files.walk(SOURCES).filter(Files::isDirectory)) {
      assertThat(folders.map(folder -> folder.getFileName().toString()))
          .doesNotContainAnyElementsOf(BANNED);
    }
  }

  @Test
  void files_length_isReadable() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path source : sources()) {
      long lines = Files.readString(source).lines().count();
      if (lines > LONGEST_FILE) {
        tooLong.add(source + ": " + lines);
      }
    }
    assertThat(tooLong).isEmpty();
  }

  /** For each top-level package, the other ones that it imports. */
  private static Map<String, Set<String>> imports() throws IOException {
    Map<String, Set<String>> imports = new TreeMap<>();
    for (Path source : sources()) {
      Path inside = SOURCES.relativize(source);
      String name = inside.getNameCount() == 1 ? "" : inside.getName(0).toString();
      Set<String> imported = imports.computeIfAbsent(name, first -> new TreeSet<>());
      Matcher matcher = IMPORT.matcher(Files.readString(source));
      while (matcher.find()) {
        if (!matcher.group(1).equals(name)) {
          imported.add(matcher.group(1));
        }
      }
    }
    return imports;
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
