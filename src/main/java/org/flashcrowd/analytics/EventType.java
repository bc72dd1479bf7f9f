package org.flashcrowd.analytics;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What somebody did, as clients tell it. */
enum EventType {
  /** A post was on the screen. */
  VIEW,
  /** A post was opened. */
  OPEN,
  /** A photo was looked at closely. */
  ZOOM,
  SHARE,
  DOWNLOAD,
  SEARCH;

  /** All of them, for the sentence that refuses another. */
  static final String NAMES =
      Arrays.stream(values()).map(EventType::wire).collect(Collectors.joining(", "));

  static Optional<EventType> of(String wire) {
    return Arrays.stream(values()).filter(type -> type.wire().equals(wire)).findFirst();
  }

  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
