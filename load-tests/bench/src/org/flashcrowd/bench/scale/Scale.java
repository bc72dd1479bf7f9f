package org.flashcrowd.bench.scale;

import java.io.IOException;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.flashcrowd.bench.report.Check;
import org.flashcrowd.bench.scale.Costs.Work;

/** What 10^5, 10^6 and 10^7 people a day need, worked out from what one of each work costs. */
public final class Scale {
  private static final double[] PEOPLE = {1e5, 1e6, 1e7};
  private static final List<Work> WORKERS = List.of(Work.PICTURE, Work.SIGN_IN, Work.JOB);

  private final Costs costs;
  private final double feedRow;

  private Scale(Costs costs, double feedRow) {
    this.costs = costs;
    this.feedRow = feedRow;
  }

  /** From the last run of each target; an error where one is missing. */
  public static Scale measured() throws IOException {
    return new Scale(Costs.measured(), Costs.feedRow());
  }

  /** Two tables in Markdown. */
  public String markdown() {
    return String.join("\n", costs.runs()) + "\n" + costTable() + "\n" + needs();
  }

  private String costTable() {
    StringBuilder table =
        new StringBuilder(
            "| work | a person a day | µs of the server | µs of PostgreSQL | from |\n"
                + "| --- | ---: | ---: | ---: | --- |\n");
    costs
        .all()
        .forEach(
            (work, cost) ->
                table.append(
                    "| %s | %s | %s | %s | %s |\n"
                        .formatted(
                            work.words,
                            Check.digits(Day.times(work)),
                            Check.digits(cost.server()),
                            Check.digits(cost.postgres()),
                            cost.from())));
    table.append(
        "| a row of a home feed | %s | | %s | P8, of one connection's time |\n"
            .formatted(
                Check.digits(Day.times(Work.POST) * Day.FEED_ROWS_A_POST), Check.digits(feedRow)));
    return table.toString();
  }

  private String needs() {
    StringBuilder table =
        new StringBuilder(
            "| at the busiest hour, for people a day of | 100,000 | 1,000,000 | 10,000,000 |\n"
                + "| --- | ---: | ---: | ---: |\n");
    row(table, "requests a second", this::requests);
    row(table, "posts a second", people -> Day.atPeak(Work.POST, people));
    row(table, "feed rows a second", this::feedRows);
    row(table, "cores for HTTP", people -> cores(requestsCpu(people)));
    row(table, "cores for pictures, passwords and jobs", people -> cores(workersCpu(people)));
    row(table, "cores for PostgreSQL", people -> cores(postgresCpu(people)));
    row(table, "of which for feed rows", people -> cores(feedRows(people) * feedRow));
    row(table, "GB of home feeds", people -> people * Day.FEED_BYTES / 1e9);
    row(
        table,
        "GB of posts in PostgreSQL a year",
        people -> people * Day.times(Work.POST) * Day.POST_BYTES * 365 / 1e9);
    row(
        table,
        "GB of events, of a month",
        people ->
            people
                * Day.times(Work.EVENTS)
                * Day.EVENTS_A_CALL
                * Day.EVENT_BYTES
                * Day.EVENT_DAYS
                / 1e9);
    row(
        table,
        "TB of photos a year",
        people -> people * Day.times(Work.UPLOAD) * Day.KILOBYTES_A_PHOTO * 365 / 1e9);
    row(
        table,
        "Gbit/s of pictures, most of it a CDN's",
        people ->
            people
                * Day.PICTURES_SEEN
                * Day.KILOBYTES_A_PICTURE
                * 8e3
                / Day.SECONDS
                * Day.PEAK
                / 1e9);
    return table.toString();
  }

  private static void row(StringBuilder table, String name, DoubleUnaryOperator figure) {
    table.append("| ").append(name);
    for (double people : PEOPLE) {
      table.append(" | ").append(Check.digits(figure.applyAsDouble(people)));
    }
    table.append(" |\n");
  }

  private static double cores(double microsASecond) {
    return microsASecond / 1e6 / Day.USED;
  }

  private double requests(double people) {
    return costs.all().keySet().stream()
        .filter(work -> !WORKERS.contains(work))
        .mapToDouble(work -> Day.atPeak(work, people))
        .sum();
  }

  private double requestsCpu(double people) {
    return costs.all().entrySet().stream()
        .filter(cost -> !WORKERS.contains(cost.getKey()))
        .mapToDouble(cost -> Day.atPeak(cost.getKey(), people) * cost.getValue().server())
        .sum();
  }

  private double workersCpu(double people) {
    return WORKERS.stream()
        .mapToDouble(work -> Day.atPeak(work, people) * costs.of(work).server())
        .sum();
  }

  private double postgresCpu(double people) {
    double statements =
        costs.all().entrySet().stream()
            .mapToDouble(cost -> Day.atPeak(cost.getKey(), people) * cost.getValue().postgres())
            .sum();
    return statements + feedRows(people) * feedRow;
  }

  private double feedRows(double people) {
    return Day.atPeak(Work.POST, people) * Day.FEED_ROWS_A_POST;
  }
}
