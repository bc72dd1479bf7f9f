package org.flashcrowd.bench.report;

import java.util.Locale;

/**
 * One demand of a target and what was measured of it.
 *
 * @param what is measured, with its unit
 * @param atMost whether less is better
 * @param here false where this machine, or this size of run, cannot tell
 */
public record Check(String what, double measured, double limit, boolean atMost, boolean here) {
  public static Check atLeast(String what, double limit, double measured) {
    return new Check(what, measured, limit, /* atMost= */ false, /* here= */ true);
  }

  public static Check atMost(String what, double limit, double measured) {
    return new Check(what, measured, limit, /* atMost= */ true, /* here= */ true);
  }

  /** The same, told but not judged. */
  public Check unjudged() {
    return new Check(what, measured, limit, atMost, /* here= */ false);
  }

  public boolean met() {
    return atMost ? measured <= limit : measured >= limit;
  }

  /** As "0.84 × the bare server (≥ 0.80)". */
  public String words() {
    return "%s %s (%s %s)".formatted(digits(measured), what, atMost ? "≤" : "≥", digits(limit));
  }

  /** A number with the digits that matter. */
  public static String digits(double value) {
    double size = Math.abs(value);
    if (size >= 100 || value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
  }
}
