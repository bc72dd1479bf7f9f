package org.flashcrowd.promises;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.http.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Hands {@link Figures} to the tests that ask for them, and keeps what they found out under {@code
 * target/promises}. A promise is kept when its tests pass and none of them says otherwise.
 */
final class PromiseRecorder implements ParameterResolver, AfterTestExecutionCallback {
  static final Path FOLDER = Path.of("target", "promises");
  private static final Namespace NAMESPACE = Namespace.create(PromiseRecorder.class);
  private static final Map<String, Measured> OF_THIS_RUN = new ConcurrentHashMap<>();

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Figures.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return figures(context);
  }

  private static Figures figures(ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(context.getUniqueId(), id -> new Figures(), Figures.class);
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    Class<?> type = context.getRequiredTestClass();
    String name = type.getName().substring("org.flashcrowd.".length());
    Optional<Proves> own =
        AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), Proves.class);
    own.ifPresentOrElse(
        proves -> record(context, proves, name + "#" + context.getRequiredTestMethod().getName()),
        () ->
            AnnotationSupport.findAnnotation(type, Proves.class)
                .ifPresent(proves -> record(context, proves, name)));
  }

  private static void record(ExtensionContext context, Proves proves, String test) {
    Figures figures = figures(context);
    String unmet =
        context
            .getExecutionException()
            .map(failure -> "the test fails: " + firstLine(failure))
            .orElse(figures.unmet());
    for (Promise promise : proves.value()) {
      write(measured(promise, test, figures.values(), unmet));
    }
  }

  private static Measured measured(
      Promise promise, String test, Map<String, String> figures, @Nullable String unmet) {
    return new Measured(
        promise, test, 1, figures, unmet, Commit.NAME, Runtime.getRuntime().availableProcessors());
  }

  private static void write(Measured measured) {
    Measured all =
        OF_THIS_RUN.merge(measured.promise() + " " + measured.test(), measured, Measured::and);
    try {
      Files.createDirectories(FOLDER);
      String file = measured.promise() + "-" + measured.test().replace('#', '-') + ".json";
      Json.MAPPER.writerWithDefaultPrettyPrinter().writeValue(FOLDER.resolve(file).toFile(), all);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage())
        .strip()
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .limit(4)
        .reduce((one, next) -> one + " " + next)
        .orElse(failure.getClass().getSimpleName());
  }

  /** The commit that is tested, where git knows. */
  private static final class Commit {
    static final String NAME =
        git("rev-parse", "--short=12", "HEAD")
            + (git("status", "--porcelain", "--untracked-files=no").isEmpty() ? "" : "+");

    private static String git(String... arguments) {
      try {
        String[] command = new String[arguments.length + 1];
        command[0] = "git";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process git = new ProcessBuilder(command).start();
        String said =
            new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0 ? said : "unknown";
      } catch (IOException absent) {
        return "unknown";
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return "unknown";
      }
    }
  }
}
