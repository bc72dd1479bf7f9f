package org.flashcrowd.notifications;

import java.util.List;
import java.util.OptionalLong;
import org.flashcrowd.http.Params;
import org.jspecify.annotations.Nullable;

/**
 * Which notifications are wanted.
 *
 * @param types as the API names them; unknown ones match nothing
 * @param from only of this account; null for everybody
 * @param filtered also those that the reader's policy keeps apart
 */
record NotificationFilter(List<String> types, @Nullable Long from, boolean filtered) {
  /**
   * Reads {@code types}, {@code exclude_types}, {@code account_id} and {@code include_filtered}.
   */
  static NotificationFilter of(Params params) {
    OptionalLong from = params.optionalId("account_id");
    return new NotificationFilter(
        types(params.texts("types"), params.texts("exclude_types")),
        from.isPresent() ? from.getAsLong() : null,
        params.flag("include_filtered", false));
  }

  /** The wanted types: those named, or all, less those excluded. */
  private static List<String> types(List<String> types, List<String> excluded) {
    List<String> wanted = types.isEmpty() ? NotificationType.ALL : types;
    return wanted.stream()
        .filter(NotificationType.ALL::contains)
        .filter(type -> !excluded.contains(type))
        .distinct()
        .toList();
  }

  String[] typeNames() {
    return types.toArray(String[]::new);
  }
}
