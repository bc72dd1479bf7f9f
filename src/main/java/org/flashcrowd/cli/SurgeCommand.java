package org.flashcrowd.cli;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import java.util.function.Function;
import org.flashcrowd.resilience.Surge.Level;
import org.flashcrowd.surge.PinRepository;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code surge}: how far all nodes cut back, whatever they measure. */
@Command(
    name = "surge",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Set how far every node cuts back, or let them choose again.")
final class SurgeCommand implements Runnable {
  @ParentCommand private @Nullable RootCommand root;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        requireNonNull(spec).commandLine(), "surge needs a command");
  }

  @Command(
      name = "pin",
      mixinStandardHelpOptions = true,
      description = {
        "Hold every node at a level until it is released.",
        "0 nothing is cut; 1 recommendations and trends only from the cache; 2 letters, backfill",
        "and counting wait; 3 popular authors are pulled, public pages however old; 4 nobody is",
        "let in without a token."
      })
  int pin(@Parameters(paramLabel = "LEVEL", description = "From 0 to 4.") int level)
      throws Exception {
    if (level < 0 || level >= Level.values().length) {
      throw new CommandLine.ParameterException(
          requireNonNull(spec).commandLine(), "a level is a number from 0 to 4");
    }
    work(pins -> pins.pin(Level.of(level)));
    say("Every node is held at level " + level + ".");
    return 0;
  }

  @Command(
      name = "release",
      mixinStandardHelpOptions = true,
      description = "Let every node choose its level again.")
  int release() throws Exception {
    work(PinRepository::release);
    say("Every node chooses its level again.");
    return 0;
  }

  private void work(Function<PinRepository, Future<Void>> what) throws Exception {
    OpenDatabase.with(
        requireNonNull(root).config(),
        (vertx, database) -> what.apply(new PinRepository(database)));
  }

  private void say(String text) {
    requireNonNull(spec).commandLine().getOut().println(text);
  }
}
