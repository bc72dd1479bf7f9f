package org.flashcrowd.bench.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.flashcrowd.bench.run.Sample;

/** Results as Markdown, which reads as well on a terminal. */
public final class Table {
  private static final String VERDICTS =
      "| | work | measured (demanded) | met |\n| --- | --- | --- | --- |\n";
  private static final String PROGRAMS =
      "| | program | a second | p50 ms | p99 ms | CPU µs | PostgreSQL µs | RSS MB | failed |\n"
          + "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n";

  private Table() {}

  /**
   * A line for each target.
   *
   * @param explanations of targets that are not met, by their id
   */
  public static String verdicts(List<Result> results, Map<String, String> explanations) {
    StringBuilder table = new StringBuilder(VERDICTS);
    for (Result result : results) {
      String measured =
          result.checks().stream().map(Check::words).collect(Collectors.joining("; "));
      table.append(
          "| %s | %s | %s | %s |\n"
              .formatted(result.id(), result.work(), measured, verdict(result, explanations)));
    }
    return table.toString();
  }

  private static String verdict(Result result, Map<String, String> explanations) {
    if (result.met()) {
      return "yes";
    }
    String answer = result.judged() ? "no" : "not to be told here";
    return explanations.containsKey(result.id())
        ? answer + ": see below"
        : answer + ", not explained yet";
  }

  /** A line for each program that was measured. */
  public static String programs(List<Result> results) {
    StringBuilder table = new StringBuilder(PROGRAMS);
    for (Result result : results) {
      for (Map.Entry<String, Sample> program : result.rows().entrySet()) {
        Sample sample = program.getValue();
        table.append(
            "| %s | %s | %s | %s | %s | %s | %s | %s | %d |\n"
                .formatted(
                    result.id(),
                    program.getKey(),
                    cell(sample.perSecond()),
                    cell(sample.p50()),
                    cell(sample.p99()),
                    cell(sample.cpu()),
                    cell(sample.postgres()),
                    cell(sample.rss()),
                    sample.failed()));
      }
    }
    return table.toString();
  }

  /** What must be known to read the figures. */
  public static String notes(List<Result> results) {
    return results.stream()
        .flatMap(
            result -> result.notes().stream().map(note -> "- " + result.id() + ": " + note + "\n"))
        .collect(Collectors.joining());
  }

  private static String cell(double value) {
    return value == 0 ? "" : Check.digits(value);
  }
}
