package org.flashcrowd.statuses;

import java.util.Locale;

/** Where a post is on its way to its readers. Only its author sees one that is not published. */
enum StatusState {
  /** Waits for its photos. */
  HELD,
  PUBLISHED,
  /** One of its photos could not be processed. */
  FAILED;

  /** Its name in the database. */
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static StatusState of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
