package org.flashcrowd.cli;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.function.BiFunction;
import org.flashcrowd.announcements.AnnouncementAdmin;
import org.flashcrowd.announcements.NewAnnouncement;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.NodeLease;
import org.flashcrowd.http.Failure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code announcement}: what is told to everybody. */
@Command(
    name = "announcement",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Tell everybody something, list what was told, take it back.")
final class AnnouncementCommand implements Runnable {
  @ParentCommand private @Nullable RootCommand root;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        requireNonNull(spec).commandLine(), "announcement needs a command");
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Publish an announcement; it is shown until its end.")
  int add(
      @Parameters(paramLabel = "TEXT", description = "As a post is written.") String text,
      @Option(names = "--starts", description = "Start of what it is about: 2026-12-24, or a time.")
          @Nullable String starts,
      @Option(names = "--ends", description = "Its end, as 2026-12-24T18:00:00Z.")
          @Nullable String ends,
      @Option(names = "--all-day", description = "Only the days count, the last one included.")
          boolean allDay)
      throws Exception {
    NewAnnouncement announcement;
    try {
      announcement = new NewAnnouncement(text, time(starts), time(ends), allDay);
    } catch (Failure refused) {
      throw new CommandFailure(refused.body().error(), refused);
    }
    long id = work((ids, announcements) -> announcements.add(ids, announcement));
    out().println("Published announcement " + id);
    return 0;
  }

  /** A date is its first moment in UTC. */
  private static @Nullable Instant time(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return text.length() == "2026-12-24".length()
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException unreadable) {
      throw new CommandFailure(
          "write a time as 2026-12-24 or 2026-12-24T18:00:00Z, not " + text, unreadable);
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List announcements, the newest first: id, start, end, text.")
  int list() throws Exception {
    for (AnnouncementAdmin.Entry one : work((ids, announcements) -> announcements.list())) {
      String line = one.text().lines().findFirst().orElse("");
      out()
          .printf(
              Locale.ROOT,
              "%-20d %-20s %-20s %s%n",
              one.id(),
              shown(one.startsAt()),
              shown(one.endsAt()),
              line);
    }
    return 0;
  }

  private static String shown(@Nullable Instant time) {
    return time == null ? "-" : time.toString();
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Remove an announcement with its reactions.")
  int remove(@Parameters(paramLabel = "ID", description = "Which.") long id) throws Exception {
    work((ids, announcements) -> announcements.remove(id).map(id));
    out().println("Removed announcement " + id);
    return 0;
  }

  private <T> T work(BiFunction<Ids, AnnouncementAdmin, Future<T>> work) throws Exception {
    Config config = requireNonNull(root).quietConfig();
    return OpenDatabase.with(
        config,
        (vertx, database) ->
            NodeLease.claim(vertx, database, "command:" + ProcessHandle.current().pid())
                .compose(
                    lease ->
                        work.apply(lease.ids(), new AnnouncementAdmin(vertx, config, database))
                            .onComplete(done -> lease.release())));
  }

  private PrintWriter out() {
    return requireNonNull(spec).commandLine().getOut();
  }
}
