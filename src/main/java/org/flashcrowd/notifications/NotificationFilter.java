package org.flashcrowd.notifications;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which notifications are wanted.
 *
 * @param types as the API names them; unknown ones match nothing
 * @param from only of this account; null for everybody
 */
record NotificationFilter(List<String> types, @Nullable Long from) {
  /** The wanted types: those named, or all, less those excluded. */
  static NotificationFilter of(List<String> types, List<String> excluded, @Nullable Long from) {
    List<String> wanted = types.isEmpty() ? NotificationType.ALL : types;
    return new NotificationFilter(
        wanted.stream()
            .filter(NotificationType.ALL::contains)
            .filter(type -> !excluded.contains(type))
            .distinct()
            .toList(),
        from);
  }
}
