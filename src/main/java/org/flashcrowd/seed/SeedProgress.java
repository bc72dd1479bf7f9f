package org.flashcrowd.seed;

import java.io.PrintWriter;

/** Tells a person at a terminal how far it is: a line a step, a dot every hundred thousand rows. */
final class SeedProgress {
  private static final int ROWS_A_DOT = 100_000;

  private final PrintWriter out;
  private final long started = System.nanoTime();
  private boolean open;

  SeedProgress(PrintWriter out) {
    this.out = out;
  }

  void step(String name) {
    end();
    out.printf("%6.1f s  %s ", seconds(), name);
    out.flush();
    open = true;
  }

  void count(long index) {
    if (index > 0 && index % ROWS_A_DOT == 0) {
      out.print('.');
      out.flush();
    }
  }

  void done() {
    end();
    out.printf("%6.1f s  done%n", seconds());
    out.flush();
  }

  private void end() {
    if (open) {
      out.println();
      open = false;
    }
  }

  private double seconds() {
    return (System.nanoTime() - started) / 1e9;
  }
}
