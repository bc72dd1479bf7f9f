package org.flashcrowd.notifications;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group as clients see it: the API's <a
 * href="https://docs.joinmastodon.org/methods/grouped_notifications/#NotificationGroup">NotificationGroup</a>.
 *
 * @param mostRecentNotificationId a number, as in the reference's examples: Ice Cubes decodes
 *     nothing else. Who counts in floating point reads {@code pageMaxId}, which is the same
 * @param statusId there only where the type has one
 * @param report there only for {@code admin.report}
 * @param moderationWarning there only for {@code moderation_warning}
 */
record GroupView(
    String groupKey,
    int notificationsCount,
    String type,
    long mostRecentNotificationId,
    String pageMinId,
    String pageMaxId,
    Instant latestPageNotificationAt,
    List<String> sampleAccountIds,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String statusId,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Object report,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Object moderationWarning) {

  static GroupView of(NotificationGroup group, Shown shown) {
    Notification newest = group.newest();
    return new GroupView(
        newest.groupKey(),
        newest.count(),
        newest.type().wire(),
        newest.id(),
        Long.toString(group.oldestOnPage()),
        Long.toString(newest.id()),
        newest.createdAt(),
        group.sample().stream()
            .filter(shown.accounts()::containsKey)
            .map(id -> Long.toString(id))
            .toList(),
        newest.status() == null ? null : Long.toString(newest.status()),
        shown.report(newest),
        shown.warning(newest));
  }
}
