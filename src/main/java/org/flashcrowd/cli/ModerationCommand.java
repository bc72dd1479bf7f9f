package org.flashcrowd.cli;

import static java.util.Objects.requireNonNull;

import org.flashcrowd.config.Config;
import org.flashcrowd.db.NodeLease;
import org.flashcrowd.moderation.ModerationAdmin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code moderation}: what moderators do, for whoever runs the server. */
@Command(
    name = "moderation",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Do what moderators do.")
final class ModerationCommand implements Runnable {
  private static final int LONGEST = 5_000;

  @ParentCommand private @Nullable RootCommand root;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        requireNonNull(spec).commandLine(), "moderation needs a command");
  }

  @Command(
      name = "delete-status",
      mixinStandardHelpOptions = true,
      description = "Delete somebody's post with its photos, for good; they are told.")
  int deleteStatus(
      @Parameters(paramLabel = "ID", description = "Which, as at the end of its address.") long id,
      @Option(names = "--text", defaultValue = "", description = "What its author is told of why.")
          String text,
      @Option(names = "--quiet", description = "Its author is told nothing.") boolean quiet)
      throws Exception {
    if (text.codePointCount(0, text.length()) > LONGEST || text.indexOf('\0') >= 0) {
      throw new CommandFailure("--text is at most " + LONGEST + " characters");
    }
    RootCommand parent = requireNonNull(root);
    Config config = parent.quietConfig();
    OpenDatabase.with(
        config,
        (vertx, database) ->
            NodeLease.claim(vertx, database, "command:" + ProcessHandle.current().pid())
                .compose(
                    lease ->
                        new ModerationAdmin(vertx, config, database, lease.ids(), parent.jobs())
                            .deleteStatus(id, text.strip(), !quiet)
                            .map(id)
                            .onComplete(done -> lease.release())));
    requireNonNull(spec).commandLine().getOut().println("Deleted post " + id);
    return 0;
  }
}
