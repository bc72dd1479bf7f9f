package org.flashcrowd.bench.run;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one window of one program came to.
 *
 * @param perSecond units of work a second
 * @param p50 and
 * @param p99 milliseconds; 0 where single units were not timed
 * @param cpu microseconds of the server, or of the bare program, for each unit
 * @param postgres microseconds of PostgreSQL for each unit
 * @param rss megabytes at the end
 * @param failed units that failed
 */
public record Sample(
    double perSecond,
    double p50,
    double p99,
    double cpu,
    double postgres,
    double rss,
    long failed) {

  /** Column by column the median of several windows; failures are added up. */
  public static Sample median(List<Sample> windows) {
    return new Sample(
        median(windows, Sample::perSecond),
        median(windows, Sample::p50),
        median(windows, Sample::p99),
        median(windows, Sample::cpu),
        median(windows, Sample::postgres),
        median(windows, Sample::rss),
        windows.stream().mapToLong(Sample::failed).sum());
  }

  private static double median(List<Sample> windows, ToDoubleFunction<Sample> column) {
    return median(windows.stream().mapToDouble(column).toArray());
  }

  public static double median(double... values) {
    double[] sorted = Arrays.stream(values).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  public JsonObject json() {
    return new JsonObject()
        .put("perSecond", perSecond)
        .put("p50Millis", p50)
        .put("p99Millis", p99)
        .put("cpuMicros", cpu)
        .put("postgresMicros", postgres)
        .put("rssMegabytes", rss)
        .put("failed", failed);
  }

  public static Sample of(JsonObject json) {
    return new Sample(
        json.getDouble("perSecond"),
        json.getDouble("p50Millis"),
        json.getDouble("p99Millis"),
        json.getDouble("cpuMicros"),
        json.getDouble("postgresMicros"),
        json.getDouble("rssMegabytes"),
        json.getLong("failed"));
  }

  /** A figure of throughput and CPU alone, for what has no single latency. */
  public static Sample of(double perSecond, double cpu, double rss) {
    return new Sample(perSecond, 0, 0, cpu, 0, rss, 0);
  }
}
