package org.flashcrowd.moderation;

import java.util.Locale;
import java.util.Optional;

/** What somebody is reported for; the names are the API's. */
enum Category {
  SPAM,
  LEGAL,
  /** Of rules of the house, which the report names. */
  VIOLATION,
  OTHER;

  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Empty when there is no such category. */
  static Optional<Category> of(String wire) {
    return switch (wire) {
      case "spam" -> Optional.of(SPAM);
      case "legal" -> Optional.of(LEGAL);
      case "violation" -> Optional.of(VIOLATION);
      case "other" -> Optional.of(OTHER);
      default -> Optional.empty();
    };
  }
}
