package org.flashcrowd.notifications;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What somebody may be told of. Nothing causes the last two, which the API knows. */
enum NotificationType {
  MENTION("mention"),
  STATUS("status"),
  REBLOG("reblog"),
  FOLLOW("follow"),
  FOLLOW_REQUEST("follow_request"),
  FAVOURITE("favourite"),
  UPDATE("update"),
  ADMIN_SIGN_UP("admin.sign_up"),
  ADMIN_REPORT("admin.report"),
  MODERATION_WARNING("moderation_warning"),
  POLL("poll"),
  SEVERED_RELATIONSHIPS("severed_relationships");

  static final List<String> ALL = Arrays.stream(values()).map(NotificationType::wire).toList();

  /** Those of which many are shown as one. */
  static final List<String> GROUPED =
      List.of(FAVOURITE.wire, FOLLOW.wire, REBLOG.wire, ADMIN_SIGN_UP.wire);

  private static final Map<String, NotificationType> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toMap(NotificationType::wire, Function.identity()));

  private final String wire;

  NotificationType(String wire) {
    this.wire = wire;
  }

  /** Its name in the API and in the database. */
  String wire() {
    return wire;
  }

  /** Whether it is nothing without its status. */
  boolean needsStatus() {
    return switch (this) {
      case MENTION, STATUS, REBLOG, FAVOURITE, UPDATE, POLL -> true;
      default -> false;
    };
  }

  static NotificationType of(String wire) {
    return Optional.ofNullable(BY_NAME.get(wire))
        .orElseThrow(() -> new IllegalArgumentException("unknown notification type: " + wire));
  }
}
