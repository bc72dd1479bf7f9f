package org.flashcrowd.accounts;

import java.util.Locale;
import java.util.Optional;

/** Who may see a post; also what an account's posts start with. The names are the API's. */
public enum Visibility {
  /** Everybody, and it stands in public timelines. */
  PUBLIC,
  /** Everybody, but not in public timelines. */
  UNLISTED,
  /** Followers and whoever is mentioned. */
  PRIVATE,
  /** Only who is mentioned. */
  DIRECT;

  /** Its name in the API and in the database. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Empty when there is no visibility of this name. */
  public static Optional<Visibility> of(String wire) {
    return switch (wire) {
      case "public" -> Optional.of(PUBLIC);
      case "unlisted" -> Optional.of(UNLISTED);
      case "private" -> Optional.of(PRIVATE);
      case "direct" -> Optional.of(DIRECT);
      default -> Optional.empty();
    };
  }
}
