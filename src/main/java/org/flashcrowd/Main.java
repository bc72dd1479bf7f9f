package org.flashcrowd;

import org.flashcrowd.cli.Failures;
import org.flashcrowd.cli.RootCommand;
import picocli.CommandLine;

/** The command line. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(commands().execute(arguments));
  }

  static CommandLine commands() {
    return Failures.report(
        new CommandLine(new RootCommand(JobKinds.ALL))
            .addSubcommand(new ServeCommand())
            .addSubcommand(new TrainCommand())
            .addSubcommand(new MediaProcessCommand())
            .setCaseInsensitiveEnumValuesAllowed(true));
  }
}
