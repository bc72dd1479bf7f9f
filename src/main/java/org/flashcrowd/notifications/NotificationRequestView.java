package org.flashcrowd.notifications;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.statuses.StatusView;
import org.jspecify.annotations.Nullable;

/**
 * What of one account is kept apart: the API's <a
 * href="https://docs.joinmastodon.org/entities/NotificationRequest/">NotificationRequest</a>.
 *
 * @param notificationsCount a number as text
 * @param lastStatus there only where there is one
 */
record NotificationRequestView(
    String id,
    Instant createdAt,
    Instant updatedAt,
    String notificationsCount,
    AccountView account,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable StatusView lastStatus) {

  static NotificationRequestView of(
      KeptApart request, AccountView account, @Nullable StatusView lastStatus) {
    return new NotificationRequestView(
        Long.toString(request.id()),
        request.createdAt(),
        request.updatedAt(),
        Integer.toString(request.count()),
        account,
        lastStatus);
  }
}
