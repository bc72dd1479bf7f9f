package org.flashcrowd.bench.load;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;

/** How long each of many things took. Not safe for threads. */
public final class Latencies {
  private long[] nanos = new long[1 << 16];
  private int count;

  public void add(long taken) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, count * 2);
    }
    nanos[count++] = taken;
  }

  public int count() {
    return count;
  }

  /** How many, in how many seconds, and percentiles in milliseconds. */
  public JsonObject json(double seconds) {
    Arrays.sort(nanos, 0, count);
    return new JsonObject()
        .put("units", (double) count)
        .put("seconds", seconds)
        .put("p50", percentile(0.50))
        .put("p99", percentile(0.99))
        .put("max", percentile(1));
  }

  private double percentile(double share) {
    return count == 0 ? 0 : nanos[Math.min(count - 1, (int) (count * share))] / 1e6;
  }
}
