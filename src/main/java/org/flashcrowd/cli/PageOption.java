package org.flashcrowd.cli;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.ToLongFunction;
import org.flashcrowd.db.Page;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which part of a long list to show, the newest first. */
final class PageOption {
  private static final int MOST = 1000;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--limit",
      defaultValue = "50",
      description = "Lines at most, up to 1000; ${DEFAULT-VALUE} where left out.")
  private int limit;

  @Option(
      names = "--before",
      paramLabel = "ID",
      defaultValue = "9223372036854775807",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description = "Only older ones than this, as the last line of the list before says.")
  private long before;

  Page page() {
    if (limit < 1 || limit > MOST) {
      throw new CommandLine.ParameterException(
          requireNonNull(spec).commandLine(), "--limit is from 1 to " + MOST);
    }
    return new Page(before, 0, false, limit);
  }

  /** Says how to go on where there may be more. */
  <T> void announceNext(PrintWriter out, List<T> shown, ToLongFunction<T> id) {
    if (shown.size() == limit) {
      out.println("More with --before " + id.applyAsLong(shown.getLast()));
    }
  }
}
