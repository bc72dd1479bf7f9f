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
    return add(name, text(value));
  }

  private static String text(Duration value) {
    double millis = value.toNanos() / 1e6;
    return millis < 10
        ? String.format(Locale.ROOT, "%.1f ms", millis)
        : millis < 10_000
            ? String.format(Locale.ROOT, "%.0f ms", millis)
            : String.format(Locale.ROOT, "%.1f s", millis / 1_000);
  }

  /** Adds a time that has a limit, over which the promise is not kept: see {@link #require}. */
  public synchronized Figures within(Duration limit, String name, Duration value) {
    add(name, value);
    return require(
        value.compareTo(limit) <= 0,
        "%s: %s and not %s".formatted(name, values.get(name), text(limit)));
  }

  /**
   * A part of the promise that depends on how quick the machine is. Where it is not kept, that is
   * written down; and where nothing else runs on the machine, as in the fault suite, the test
   * fails.
   *
   * @param otherwise what is to be said of it when it is not so
   */
  public synchronized Figures require(boolean kept, String otherwise) {
    if (!kept) {
      unmet(otherwise);
      if (Boolean.getBoolean("promises.strict")) {
        throw new AssertionError(otherwise);
      }
    }
    return this;
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
