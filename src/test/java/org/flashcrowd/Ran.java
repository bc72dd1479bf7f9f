package org.flashcrowd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A command that has run in this process: its exit code and what it printed. */
record Ran(int code, String out, String err) {
  static Ran run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.commands(arguments)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Ran(code, out.toString(), err.toString());
  }

  void assertNoStackTrace() {
    assertThat(err).doesNotContain("\tat ").doesNotContain("Exception");
  }
}
