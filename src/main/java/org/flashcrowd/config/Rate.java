package org.flashcrowd.config;

import java.time.Duration;

/** So many of something in a span of time; written {@code 30/5m}. */
public record Rate(int amount, Duration per) {

  static Rate parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException(EXPECTED);
    }
    int amount;
    try {
      amount = Integer.parseInt(text.substring(0, slash).strip());
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(EXPECTED, notANumber);
    }
    Duration per = Units.duration(text.substring(slash + 1).strip());
    if (amount < 1 || per.isZero()) {
      throw new IllegalArgumentException(EXPECTED);
    }
    return new Rate(amount, per);
  }

  private static final String EXPECTED = "must be a rate such as 30/5m, at least 1 in some time";
}
