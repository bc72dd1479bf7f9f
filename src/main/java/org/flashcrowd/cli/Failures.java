package org.flashcrowd.cli;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.flashcrowd.config.ConfigError;
import org.flashcrowd.dev.EmbeddedServiceFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * Shows what went wrong in one line: exit code 2 for what was typed or configured, 1 for the rest.
 */
public final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /** Makes {@code commands} report their failures this way. */
  public static CommandLine report(CommandLine commands) {
    return commands
        .setParameterExceptionHandler((wrong, arguments) -> mistyped(wrong))
        .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command));
  }

  private static int mistyped(CommandLine.ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    command.getErr().println("flashcrowd: " + wrong.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
    command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(Exception failure, CommandLine command) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    LOG.debug("command failed", cause);
    command.getErr().println("flashcrowd: " + message(cause));
    return cause instanceof ConfigError
        ? CommandLine.ExitCode.USAGE
        : CommandLine.ExitCode.SOFTWARE;
  }

  private static String message(Throwable cause) {
    boolean written =
        cause instanceof ConfigError
            || cause instanceof EmbeddedServiceFailure
            || cause instanceof CommandFailure;
    String message = cause.getMessage();
    if (message != null && written) {
      return message;
    }
    return (message == null ? cause.getClass().getName() : firstLine(message))
        + " (FLASHCROWD_LOGGING_LEVEL=debug shows where)";
  }

  private static String firstLine(String message) {
    return message
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElse("");
  }
}
