package org.flashcrowd.cli;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.NodeLease;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.portability.ArchiveDesk;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code account export}: somebody's archive as a file. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    description = "Have a running server write somebody's archive, and put it into a file.")
final class ExportCommand implements Callable<Integer> {
  private static final long PAUSE_MILLIS = 250;
  // Within the half minute that a command has on the database.
  private static final Duration PART = Duration.ofSeconds(20);
  private static final int PARTS = 90;

  @ParentCommand private @Nullable AccountCommand account;
  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "NAME", description = "Whose, without @.")
  private @Nullable String name;

  @Parameters(index = "1", paramLabel = "FILE", description = "A new file, as anna.zip.")
  private @Nullable Path file;

  @Override
  public Integer call() throws Exception {
    RootCommand root = requireNonNull(account).root();
    Config config = root.quietConfig();
    Path target = requireNonNull(file);
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(target + " exists already");
    }
    long order = order(root, config);
    boolean written = false;
    for (int part = 0; part < PARTS && !written; part++) {
      written =
          OpenDatabase.with(
              config,
              (vertx, database) ->
                  written(vertx, new ArchiveDesk(vertx, database, config), order, target));
    }
    if (!written) {
      throw new CommandFailure(
          "no server has written it within half an hour; does one run with the role media?");
    }
    requireNonNull(spec).commandLine().getOut().println("Wrote " + target);
    return 0;
  }

  private long order(RootCommand root, Config config) throws Exception {
    return OpenDatabase.with(
        config,
        (vertx, database) ->
            NodeLease.claim(vertx, database, "command:" + ProcessHandle.current().pid())
                .compose(
                    lease ->
                        new ArchiveDesk(vertx, database, config)
                            .order(
                                lease.ids(),
                                new Jobs(vertx, database, root.jobs(), config.jobs()),
                                requireNonNull(name))
                            .onComplete(done -> lease.release())));
  }

  /** Writes the archive into the file; false when it is not there within a part of the time. */
  private static Future<Boolean> written(Vertx vertx, ArchiveDesk desk, long order, Path target) {
    Promise<Boolean> written = Promise.promise();
    long deadline = System.nanoTime() + PART.toNanos();
    look(vertx, () -> desk.copy(order, target), deadline, written);
    return written.future();
  }

  private static void look(
      Vertx vertx, Supplier<Future<Boolean>> copy, long deadline, Promise<Boolean> written) {
    copy.get()
        .onFailure(written::tryFail)
        .onSuccess(
            there -> {
              if (there || System.nanoTime() > deadline) {
                written.tryComplete(there);
              } else {
                vertx.setTimer(PAUSE_MILLIS, timer -> look(vertx, copy, deadline, written));
              }
            });
  }
}
