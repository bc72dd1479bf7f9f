package org.flashcrowd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bench is compiled when it runs, which is seldom: whoever changes what it uses hears of it
 * here.
 */
class BenchSourcesTest {
  private static final Path BENCH = Path.of("load-tests/bench/src");
  private static final Path PHOTO =
      Path.of("load-tests/src/test/java/org/flashcrowd/load/Photo.java");

  @TempDir Path classes;

  @Test
  void sources_compileAgainstTheServer() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> errors = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(errors, null, null);
        Stream<Path> bench = Files.walk(BENCH)) {
      List<Path> sources =
          Stream.concat(bench.filter(file -> file.toString().endsWith(".java")), Stream.of(PHOTO))
              .toList();
      List<String> options =
          List.of(
              "-d", classes.toString(), "-proc:none", "-cp", System.getProperty("java.class.path"));

      boolean compiled =
          compiler
              .getTask(
                  null, files, errors, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();

      assertThat(errors.getDiagnostics())
          .filteredOn(found -> found.getKind() == Diagnostic.Kind.ERROR)
          .isEmpty();
      assertThat(compiled).isTrue();
    }
  }
}
