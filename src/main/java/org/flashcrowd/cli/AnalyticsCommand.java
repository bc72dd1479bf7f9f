package org.flashcrowd.cli;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.flashcrowd.analytics.EventReport;
import org.flashcrowd.config.Config;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code analytics}: what people looked at in the last days. */
@Command(
    name = "analytics",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    description = {
      "Count the events of the last days: how many of each type, by how many visitors, and the",
      "posts that were viewed most. A visitor is somebody on one day."
    })
final class AnalyticsCommand implements Callable<Integer> {
  private static final int MOST_DAYS = 3_650;

  // A statement reads all events of the days, about a million a second.
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @ParentCommand private @Nullable RootCommand root;
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "7",
      description = "How many days (UTC), today included; ${DEFAULT-VALUE} where left out.")
  private int days;

  @Override
  public Integer call() throws Exception {
    CommandLine line = requireNonNull(spec).commandLine();
    if (days < 1 || days > MOST_DAYS) {
      throw new CommandLine.ParameterException(line, "--days is a number from 1 to " + MOST_DAYS);
    }
    Config config = requireNonNull(root).quietConfig();
    EventReport report =
        OpenDatabase.patiently(
            config,
            PATIENCE,
            (vertx, database) -> EventReport.of(database, Clock.systemUTC(), days));
    print(line.getOut(), report);
    return 0;
  }

  private static void print(PrintWriter out, EventReport report) {
    if (report.types().isEmpty()) {
      out.println("No events since " + report.since() + ".");
      return;
    }
    out.println("Since " + report.since() + " (UTC)");
    row(out, "type", "events", "visitors");
    for (EventReport.OfType one : report.types()) {
      row(out, one.type(), one.events(), one.visitors());
    }
    if (!report.posts().isEmpty()) {
      out.println();
      row(out, "most viewed post", "views", "visitors");
      for (EventReport.OfPost one : report.posts()) {
        row(out, one.status(), one.views(), one.visitors());
      }
    }
  }

  private static void row(PrintWriter out, Object what, Object times, Object visitors) {
    out.printf(Locale.ROOT, "%-20s %12s %12s%n", what, times, visitors);
  }
}
