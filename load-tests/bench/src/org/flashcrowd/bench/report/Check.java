package org.flashcrowd.bench.report;

import java.util.Locale;
import org.flashcrowd.bench.run.Share;

/**
 * One demand of a target and what was measured of it.
 *
 * @param what is measured, with its unit
 * @param least in any round, where it was measured in several
 * @param most in any round
 * @param atMost whether less is better
 * @param here false where this machine, or this size of run, cannot tell
 */
public record Check(
    String what,
    double measured,
    double least,
    double most,
    double limit,
    boolean atMost,
    boolean here) {
  public static Check atLeast(String what, double limit, double measured) {
    return atLeast(what, limit, new Share(measured, measured, measured));
  }

  public static Check atLeast(String what, double limit, Share measured) {
    return of(what, limit, measured, /* atMost= */ false);
  }

  public static Check atMost(String what, double limit, double measured) {
    return atMost(what, limit, new Share(measured, measured, measured));
  }

  public static Check atMost(String what, double limit, Share measured) {
    return of(what, limit, measured, /* atMost= */ true);
  }

  private static Check of(String what, double limit, Share measured, boolean atMost) {
    return new Check(
        what,
        measured.median(),
        measured.least(),
        measured.most(),
        limit,
        atMost,
        /* here= */ true);
  }

  /** The same, told but not judged. */
  public Check unjudged() {
    return new Check(what, measured, least, most, limit, atMost, /* here= */ false);
  }

  public boolean met() {
    return atMost ? measured <= limit : measured >= limit;
  }

  /** As "0.84 × the bare server (≥ 0.80; 0.81 to 0.86)". */
  public String words() {
    String rounds = least < most ? "; " + digits(least) + " to " + digits(most) : "";
    return "%s %s (%s %s%s)"
        .formatted(digits(measured), what, atMost ? "≤" : "≥", digits(limit), rounds);
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
