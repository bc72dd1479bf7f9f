package org.flashcrowd.recommendations;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** How far back something may lie to be popular still. */
enum Period {
  DAILY(Duration.ofDays(2)),
  MONTHLY(Duration.ofDays(30)),
  YEARLY(Duration.ofDays(365));

  private final Duration reach;

  Period(Duration reach) {
    this.reach = reach;
  }

  Duration reach() {
    return reach;
  }

  /** Its name in the API and in the database. */
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Period> of(String wire) {
    return switch (wire) {
      case "daily" -> Optional.of(DAILY);
      case "monthly" -> Optional.of(MONTHLY);
      case "yearly" -> Optional.of(YEARLY);
      default -> Optional.empty();
    };
  }
}
