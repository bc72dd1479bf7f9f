package org.flashcrowd.moderation;

import java.util.Locale;
import java.util.Optional;

/** What a moderator may do to an account; the names are the API's. */
enum Sanction {
  /** A word of warning, or nothing at all. */
  NONE("account.warned"),
  /** All that they show counts as sensitive. */
  SENSITIVE("account.sensitized"),
  /** They cannot sign in; what they posted stays. */
  DISABLE("account.disabled"),
  /** Only who follows them sees them by themselves. */
  SILENCE("account.silenced"),
  /** As if they were not here. */
  SUSPEND("account.suspended");

  private final String line;

  Sanction(String line) {
    this.line = line;
  }

  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What the audit log calls it. */
  String line() {
    return line;
  }

  /** Empty when there is no such sanction. */
  static Optional<Sanction> of(String wire) {
    return switch (wire) {
      case "none" -> Optional.of(NONE);
      case "sensitive" -> Optional.of(SENSITIVE);
      case "disable" -> Optional.of(DISABLE);
      case "silence" -> Optional.of(SILENCE);
      case "suspend" -> Optional.of(SUSPEND);
      default -> Optional.empty();
    };
  }
}
