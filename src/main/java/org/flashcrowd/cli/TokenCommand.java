package org.flashcrowd.cli;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code token}: access for scripts. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Make access tokens for scripts.")
final class TokenCommand implements Runnable {
  @ParentCommand private @Nullable RootCommand root;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        requireNonNull(spec).commandLine(), "token needs a command");
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Make a token and print it alone, as for TOKEN=$(flashcrowd token create …).")
  int create(
      @Option(names = "--account", required = true, description = "Whose, without @.")
          String account,
      @Option(
              names = "--scopes",
              defaultValue = "read write follow push",
              description = "Apart by spaces; ${DEFAULT-VALUE} where left out.")
          String scopes)
      throws Exception {
    String token = Members.work(requireNonNull(root), auth -> auth.tokens().issue(account, scopes));
    requireNonNull(spec).commandLine().getOut().println(token);
    return 0;
  }
}
