package org.flashcrowd.notifications;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Objects;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.statuses.StatusView;
import org.jspecify.annotations.Nullable;

/**
 * A notification as clients see it: the API's <a
 * href="https://docs.joinmastodon.org/entities/Notification/">Notification</a>.
 *
 * @param notificationsCount how many did the same within that hour, of whom at least this one is
 *     listed; the API has it on grouped notifications
 * @param status there only where the type has one
 * @param report there only for {@code admin.report}
 * @param moderationWarning there only for {@code moderation_warning}
 */
public record NotificationView(
    String id,
    String type,
    Instant createdAt,
    String groupKey,
    int notificationsCount,
    AccountView account,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable StatusView status,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Object report,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Object moderationWarning) {

  static NotificationView of(Notification one, Shown shown) {
    return new NotificationView(
        Long.toString(one.id()),
        one.type().wire(),
        one.createdAt(),
        one.groupKey(),
        one.count(),
        Objects.requireNonNull(shown.accounts().get(one.from())),
        shown.status(one),
        shown.report(one),
        shown.warning(one));
  }
}
