package org.flashcrowd.cli;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import org.flashcrowd.config.Config;
import org.flashcrowd.emojis.EmojiAdmin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code emoji}: the custom emojis of the server. */
@Command(
    name = "emoji",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Add custom emojis, list them, remove them.")
final class EmojiCommand implements Runnable {
  @ParentCommand private @Nullable RootCommand root;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        requireNonNull(spec).commandLine(), "emoji needs a command");
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Add an emoji; people write it as :SHORTCODE:.")
  int add(
      @Parameters(paramLabel = "SHORTCODE", description = "2 to 50 letters, digits, underscores.")
          String shortcode,
      @Parameters(paramLabel = "FILE", description = "PNG, GIF or WebP of at most 256 KB.")
          Path file,
      @Option(names = "--category", description = "What pickers sort it under.")
          @Nullable String category)
      throws Exception {
    work(emojis -> emojis.add(shortcode, file, category).map(shortcode));
    out().println("Added :" + shortcode + ":");
    return 0;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List the emojis: shortcode, category.")
  int list() throws Exception {
    for (EmojiAdmin.Entry emoji : work(EmojiAdmin::list)) {
      String category = emoji.category();
      out().printf(Locale.ROOT, "%-40s %s%n", emoji.shortcode(), category == null ? "-" : category);
    }
    return 0;
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Remove an emoji; where it was written, its shortcode shows again.")
  int remove(@Parameters(paramLabel = "SHORTCODE", description = "Which.") String shortcode)
      throws Exception {
    work(emojis -> emojis.remove(shortcode).map(shortcode));
    out().println("Removed :" + shortcode + ":");
    return 0;
  }

  private <T> T work(Function<EmojiAdmin, Future<T>> work) throws Exception {
    Config config = requireNonNull(root).quietConfig();
    return OpenDatabase.with(
        config, (vertx, database) -> work.apply(new EmojiAdmin(vertx, config, database)));
  }

  private PrintWriter out() {
    return requireNonNull(spec).commandLine().getOut();
  }
}
