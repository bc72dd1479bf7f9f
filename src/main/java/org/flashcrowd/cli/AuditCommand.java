package org.flashcrowd.cli;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.flashcrowd.auth.AuditTrail;
import org.flashcrowd.db.Page;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code audit}: who got in, who did what to whom. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    description =
        "Read the audit log, the newest first: id, time, who, action, whom, address, details.")
final class AuditCommand implements Callable<Integer> {
  @ParentCommand private @Nullable RootCommand root;
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--account", paramLabel = "NAME", description = "Only about this account.")
  private @Nullable String account;

  @Option(
      names = "--since",
      paramLabel = "DATE",
      description = "Only from then on: 2026-11-23, or 2026-11-23T18:00:00Z.")
  private @Nullable String since;

  @Mixin private @Nullable PageOption page;

  @Override
  public Integer call() throws Exception {
    PageOption paging = requireNonNull(page);
    Page wanted = paging.page();
    Instant from = since == null ? null : moment(since);
    List<AuditTrail.Line> lines =
        OpenDatabase.with(
            requireNonNull(root).quietConfig(),
            (vertx, database) -> new AuditTrail(database).list(wanted, account, from));
    PrintWriter out = requireNonNull(spec).commandLine().getOut();
    for (AuditTrail.Line line : lines) {
      out.println(
          String.join(
              " ",
              Long.toString(line.id()),
              line.at().truncatedTo(ChronoUnit.SECONDS).toString(),
              named(line.actor()),
              line.action(),
              named(line.account()),
              line.address() == null ? "-" : line.address(),
              line.details().encode()));
    }
    paging.announceNext(out, lines, AuditTrail.Line::id);
    return 0;
  }

  private static String named(@Nullable String username) {
    return username == null ? "-" : "@" + username;
  }

  private Instant moment(String text) {
    try {
      return text.indexOf('T') < 0
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(text);
    } catch (DateTimeParseException unreadable) {
      throw new CommandLine.ParameterException(
          requireNonNull(spec).commandLine(), "--since is a date such as 2026-11-23", unreadable);
    }
  }
}
