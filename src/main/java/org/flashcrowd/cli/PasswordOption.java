package org.flashcrowd.cli;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A password, typed or piped: other users of the machine see what stands on a command line. */
final class PasswordOption {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(names = "--password", paramLabel = "P", description = "The password.")
  private @Nullable String typed;

  @Option(
      names = "--password-stdin",
      description = "Read the password from the first line of the standard input.")
  private boolean piped;

  /** The password, from {@code input} where that was asked for. */
  String value(InputStream input) throws IOException {
    String given = piped ? firstLine(input) : typed;
    if (piped == (typed != null) || given == null) {
      throw new CommandLine.ParameterException(
          requireNonNull(spec).commandLine(),
          piped && typed == null
              ? "--password-stdin found no line on the standard input"
              : "give one of --password and --password-stdin");
    }
    return given;
  }

  private static @Nullable String firstLine(InputStream input) throws IOException {
    return new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8)).readLine();
  }
}
