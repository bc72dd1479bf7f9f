package org.flashcrowd.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations ({@code 250ms}, {@code 7d}) and sizes ({@code 64KB}). */
final class Units {
  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,12})\\s*([A-Za-z]*)");
  private static final Map<String, ChronoUnit> TIMES =
      Map.of(
          "ms", ChronoUnit.MILLIS,
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS,
          "d", ChronoUnit.DAYS);
  private static final Map<String, Long> SIZES =
      Map.of("B", 1L, "KB", 1L << 10, "MB", 1L << 20, "GB", 1L << 30);

  private Units() {}

  static Duration duration(String text) {
    Matcher amount = AMOUNT.matcher(text);
    if (amount.matches()) {
      ChronoUnit unit = TIMES.get(amount.group(2));
      if (unit != null) {
        return unit.getDuration().multipliedBy(Long.parseLong(amount.group(1)));
      }
    }
    throw new IllegalArgumentException("must be a duration such as 250ms, 10s, 5m, 24h or 7d");
  }

  /** The size in bytes. */
  static long size(String text) {
    Matcher amount = AMOUNT.matcher(text);
    if (amount.matches()) {
      long number = Long.parseLong(amount.group(1));
      Long unit =
          number == 0 ? Long.valueOf(1) : SIZES.get(amount.group(2).toUpperCase(Locale.ROOT));
      if (unit != null && number <= Long.MAX_VALUE / unit) {
        return number * unit;
      }
    }
    throw new IllegalArgumentException("must be a size such as 512B, 64KB, 16MB or 1GB");
  }
}
