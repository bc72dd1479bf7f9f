package org.flashcrowd.notifications;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What somebody may be told of. */
enum NotificationType {
  MENTION,
  STATUS,
  REBLOG,
  FOLLOW,
  FOLLOW_REQUEST,
  FAVOURITE;

  static final List<String> ALL = Arrays.stream(values()).map(NotificationType::wire).toList();

  /** Its name in the API and in the database. */
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is nothing without its status. */
  boolean needsStatus() {
    return this != FOLLOW && this != FOLLOW_REQUEST;
  }

  static NotificationType of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
