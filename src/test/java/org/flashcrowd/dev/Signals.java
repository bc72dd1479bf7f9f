package org.flashcrowd.dev;

import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Signals to processes of a test, which Java cannot send. */
public final class Signals {
  private Signals() {}

  /**
   * Sends a signal; processes that have ended meanwhile are passed over.
   *
   * @param signal without SIG, as STOP
   */
  public static void send(String signal, Collection<ProcessHandle> processes) {
    if (processes.isEmpty()) {
      return;
    }
    String pids =
        processes.stream()
            .map(process -> Long.toString(process.pid()))
            .collect(Collectors.joining(" "));
    try {
      Process shell =
          new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pids)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!shell.waitFor(10, TimeUnit.SECONDS)) {
        throw new AssertionError("kill -" + signal + " does not end");
      }
    } catch (IOException missing) {
      throw new AssertionError(missing);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}
