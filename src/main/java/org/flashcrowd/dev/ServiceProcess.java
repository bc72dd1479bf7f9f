package org.flashcrowd.dev;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds, awaits and ends the processes of embedded services. They run as daemons of their own
 * session: Ctrl-C in the server's terminal must not reach them before the server is done with them,
 * and after a kill -9 of the server the next one takes them over.
 */
final class ServiceProcess {
  private static final File NOTHING = new File("/dev/null");

  /**
   * Held while a program is written and while a process is forked: a child that is forked in the
   * middle of the writing inherits the open file, and the program is then busy and cannot be run.
   */
  private static final ReentrantLock FORKING = new ReentrantLock();

  private ServiceProcess() {}

  /** Writes programs while no process is forked. */
  static void writePrograms(Unpacking unpacking) throws IOException {
    FORKING.lock();
    try {
      unpacking.run();
    } finally {
      FORKING.unlock();
    }
  }

  /** Writes files that will be run. */
  @FunctionalInterface
  interface Unpacking {
    void run() throws IOException;
  }

  /**
   * The living process {@code pid}, where it really runs a program kept inside {@code folder}; a
   * number in a stale file may meanwhile belong to anything. One that has ended but that nobody has
   * waited for, as under a lazy init, runs no program.
   */
  static Optional<ProcessHandle> find(long pid, Path folder) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(
            process ->
                process
                    .info()
                    .command()
                    .filter(one -> Path.of(one).startsWith(folder))
                    .isPresent());
  }

  /**
   * Runs a program to its end.
   *
   * @param input what it reads; nothing where null
   * @param log where its output goes; a pipe would be inherited by the daemons and never end
   */
  static void run(List<String> command, @Nullable Path input, Path log, Duration limit) {
    try {
      Process process =
          fork(
              new ProcessBuilder(command)
                  .redirectErrorStream(true)
                  .redirectInput(input == null ? NOTHING : input.toFile())
                  .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new EmbeddedServiceFailure(command.getFirst() + " does not end; see " + log);
      }
      if (process.exitValue() != 0) {
        throw new EmbeddedServiceFailure(
            String.join(" ", command) + " failed with " + process.exitValue() + "; see " + log);
      }
    } catch (IOException missing) {
      throw new EmbeddedServiceFailure("cannot run " + command.getFirst(), missing);
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  /** Returns once the child runs the program, and has let go of every file of ours. */
  private static Process fork(ProcessBuilder builder) throws IOException {
    FORKING.lock();
    try {
      return builder.start();
    } finally {
      FORKING.unlock();
    }
  }

  /** Asks {@code ready} again and again; gives up, false, after {@code limit}. */
  static boolean await(BooleanSupplier ready, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!ready.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(10);
      } catch (InterruptedException interrupted) {
        throw interrupted(interrupted);
      }
    }
    return true;
  }

  private static EmbeddedServiceFailure interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new EmbeddedServiceFailure("interrupted while an embedded service changed", cause);
  }
}
