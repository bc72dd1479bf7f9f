package org.flashcrowd;

import java.util.List;
import java.util.stream.Stream;
import org.flashcrowd.cli.Failures;
import org.flashcrowd.cli.RootCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
public final class Main {
  private static final List<Class<?>> COMMANDS =
      Stream.concat(
              RootCommand.COMMANDS.stream(),
              Stream.of(ServeCommand.class, TrainCommand.class, MediaProcessCommand.class))
          .toList();

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(commands(arguments).execute(arguments));
  }

  /**
   * What these arguments may call. Where the first names a command, that one alone: picocli takes a
   * quarter of a second to find out what all of them take, at every start.
   */
  static CommandLine commands(String... arguments) {
    String called = arguments.length == 0 ? "serve" : arguments[0];
    List<Class<?>> named = COMMANDS.stream().filter(type -> name(type).equals(called)).toList();
    CommandLine commands = new CommandLine(new RootCommand(JobKinds.ALL));
    (named.isEmpty() ? COMMANDS : named).forEach(commands::addSubcommand);
    return Failures.report(commands).setCaseInsensitiveEnumValuesAllowed(true);
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }
}
