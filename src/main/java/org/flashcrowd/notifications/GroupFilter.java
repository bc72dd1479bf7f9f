package org.flashcrowd.notifications;

import java.util.List;
import org.flashcrowd.http.Params;

/**
 * Which notifications are wanted, and which of them as groups.
 *
 * @param grouped the types of which many are shown as one
 */
record GroupFilter(NotificationFilter wanted, List<String> grouped) {
  /** Reads the fields of {@link NotificationFilter} and {@code grouped_types}. */
  static GroupFilter of(Params params) {
    List<String> asked = params.texts("grouped_types");
    return new GroupFilter(
        NotificationFilter.of(params),
        asked.isEmpty()
            ? NotificationType.GROUPED
            : NotificationType.GROUPED.stream().filter(asked::contains).toList());
  }

  /** One group, whatever is in it. */
  static GroupFilter everything(List<String> grouped) {
    return new GroupFilter(new NotificationFilter(NotificationType.ALL, null, true), grouped);
  }

  String[] groupedNames() {
    return grouped.toArray(String[]::new);
  }
}
