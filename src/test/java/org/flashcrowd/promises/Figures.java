package org.flashcrowd.promises;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one test measured, in the order in which it is to be read. */
public final class Figures {
  private final Map<String, String> values = new LinkedHashMap<>();
  private @Nullable String unmet;

  /** Adds a count. */
  public synchronized Figures add(String name, long value) {
    return add(name, String.format(Locale.ROOT, "%,d", value));
  }

  /** Adds a time, in milliseconds below ten seconds. */
  public synchronized Figures add(String name, Duration value) {
    double millis = value.toNanos() / 1e6;
    return add(
        name,
        millis < 10
            ? String.format(Locale.ROOT, "%.1f ms", millis)
            : millis < 10_000
                ? String.format(Locale.ROOT, "%.0f ms", millis)
                : String.format(Locale.ROOT, "%.1f s", millis / 1_000));
  }

  /** Adds a figure with its unit. */
  public synchronized Figures add(String name, String value) {
    values.put(name, value);
    return this;
  }

  /**
   * Says honestly that a part of the promise is not kept, though the test passes.
   *
   * @param why which part, and for which reason; one sentence
   */
  public synchronized Figures unmet(String why) {
    unmet = why;
    return this;
  }

  synchronized Map<String, String> values() {
    return new LinkedHashMap<>(values);
  }

  synchronized @Nullable String unmet() {
    return unmet;
  }
}
