package org.flashcrowd.analytics;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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

  private static final Map<String, EventType> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(EventType::wire, Function.identity()));

  private final String wire = name().toLowerCase(Locale.ROOT);

  static Optional<EventType> of(String wire) {
    return Optional.ofNullable(BY_NAME.get(wire));
  }

  String wire() {
    return wire;
  }
}
