package org.flashcrowd.cli;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.flashcrowd.db.Page;
import org.flashcrowd.jobs.JobAdmin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code jobs}: the queue of background work, above all what was given up. */
@Command(
    name = "jobs",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Look at background work, run parked jobs again, discard them.")
final class JobsCommand implements Runnable {
  @ParentCommand private @Nullable RootCommand root;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        requireNonNull(spec).commandLine(), "jobs needs a command");
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List jobs in one state, the newest first.")
  int list(
      @Option(
              names = "--state",
              defaultValue = "parked",
              description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} where left out.")
          JobAdmin.State state,
      @Option(names = "--kind", description = "Only of this kind, as media.process.")
          @Nullable String kind,
      @Mixin PageOption page)
      throws Exception {
    Page wanted = page.page();
    List<JobAdmin.Entry> jobs = work(admin -> admin.list(state, kind, wanted));
    for (JobAdmin.Entry job : jobs) {
      out()
          .printf(
              Locale.ROOT,
              "%-8d %-24s attempt %d of %-3d due %s %s%n",
              job.id(),
              job.kind(),
              job.attempt(),
              job.maxAttempts(),
              job.runAt(),
              job.args().encode());
      String failure = job.failure();
      if (failure != null) {
        out().println("         " + failure.lines().findFirst().orElse(""));
      }
    }
    page.announceNext(out(), jobs, JobAdmin.Entry::id);
    return 0;
  }

  @Command(
      name = "retry",
      mixinStandardHelpOptions = true,
      description = "Run parked or delayed jobs now, with all their attempts again.")
  int retry(
      @Parameters(paramLabel = "ID", arity = "0..*", description = "Which.")
          @Nullable List<Long> ids,
      @Option(names = "--kind", description = "All parked ones of this kind.")
          @Nullable String kind)
      throws Exception {
    if ((kind == null) == (ids == null)) {
      throw new CommandLine.ParameterException(
          requireNonNull(spec).subcommands().get("retry"), "give either ids or --kind");
    }
    if (kind != null) {
      out().println("Jobs that run again: " + work(admin -> admin.retryParked(kind)));
      return 0;
    }
    return each(requireNonNull(ids), JobAdmin::retry, "runs again");
  }

  @Command(
      name = "discard",
      mixinStandardHelpOptions = true,
      description = "Delete jobs that do not run; what they were to do is never done.")
  int discard(@Parameters(paramLabel = "ID", arity = "1..*", description = "Which.") List<Long> ids)
      throws Exception {
    return each(ids, JobAdmin::discard, "is discarded");
  }

  private interface Change {
    Future<Boolean> apply(JobAdmin admin, long id);
  }

  /** One after the other; 1 where there was no such job in a state that allows it. */
  private int each(List<Long> ids, Change change, String done) throws Exception {
    return work(
        admin -> {
          Future<Integer> code = Future.succeededFuture(0);
          for (long id : ids) {
            code =
                code.compose(
                    before -> change.apply(admin, id).map(hit -> tell(id, hit, done, before)));
          }
          return code;
        });
  }

  private int tell(long id, boolean hit, String done, int before) {
    if (hit) {
      out().println("Job " + id + " " + done + ".");
      return before;
    }
    requireNonNull(spec)
        .commandLine()
        .getErr()
        .println("flashcrowd: no job " + id + " in a state for that");
    return CommandLine.ExitCode.SOFTWARE;
  }

  private <T> T work(Function<JobAdmin, Future<T>> work) throws Exception {
    return OpenDatabase.with(
        requireNonNull(root).quietConfig(),
        (vertx, database) -> work.apply(new JobAdmin(database)));
  }

  private PrintWriter out() {
    return requireNonNull(spec).commandLine().getOut();
  }
}
