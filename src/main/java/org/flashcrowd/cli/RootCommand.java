package org.flashcrowd.cli;

import static java.util.Objects.requireNonNull;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.flashcrowd.config.Config;
import org.flashcrowd.jobs.JobKind;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code flashcrowd}: holds what all commands share, and serves where none is named. */
@Command(
    name = "flashcrowd",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    description = "A photo-sharing server for the moment when everybody comes at once.",
    synopsisSubcommandLabel = "[COMMAND]",
    footer = {
      "",
      "Without a command it serves. Settings: conf/flashcrowd.yaml and docs/configuration.md;",
      "each is also a variable, as FLASHCROWD_HTTP_PORT=8081 flashcrowd."
    })
public final class RootCommand implements Callable<Integer> {
  /** The commands of this package, as they are listed. */
  public static final List<Class<?>> COMMANDS =
      List.of(
          MigrateCommand.class,
          AccountCommand.class,
          AuditCommand.class,
          ModerationCommand.class,
          TokenCommand.class,
          SeedCommand.class,
          JobsCommand.class,
          SurgeCommand.class,
          AnalyticsCommand.class,
          EmojiCommand.class,
          AnnouncementCommand.class,
          DoctorCommand.class,
          VersionCommand.class);

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "${env:FLASHCROWD_CONFIG}",
      scope = ScopeType.INHERIT,
      description = "YAML file with the settings that differ from the defaults.")
  private @Nullable Path file;

  private final List<JobKind> jobs;

  /**
   * @param jobs every kind of job that the server runs: commands enqueue some
   */
  public RootCommand(List<JobKind> jobs) {
    this.jobs = List.copyOf(jobs);
  }

  /** The file with the settings, where one is named. */
  public @Nullable Path file() {
    return file;
  }

  List<JobKind> jobs() {
    return jobs;
  }

  /** The configuration, with the log set to its level. */
  public Config config() {
    Config config = Config.load(file, System.getenv());
    logAt(config.logging().level());
    return config;
  }

  /** The configuration, for a command whose own output is what matters. */
  public Config quietConfig() {
    Config config = config();
    boolean wanted = config.logging().level().compareTo(Config.Logging.Level.INFO) < 0;
    logAt(wanted ? config.logging().level() : Config.Logging.Level.WARN);
    return config;
  }

  private static void logAt(Config.Logging.Level level) {
    if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.setLevel(Level.valueOf(level.name()));
    }
  }

  @Override
  public Integer call() throws Exception {
    CommandLine serve = requireNonNull(spec).subcommands().get("serve");
    Callable<Integer> command = requireNonNull(serve).getCommand();
    return command.call();
  }
}
