package org.flashcrowd.notifications;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.statuses.StatusView;
import org.jspecify.annotations.Nullable;

/**
 * What the notifications of a page are about, as their reader sees it. What they may not see is not
 * in here.
 */
record Shown(
    Map<Long, AccountView> accounts,
    Map<Long, StatusView> statuses,
    Map<Long, Object> reports,
    Map<Long, Object> warnings) {
  /** Whether there is still something to show of a notification. */
  boolean shows(Notification one) {
    return accounts.containsKey(one.from())
        && (!one.type().needsStatus() || status(one) != null)
        && (one.type() != NotificationType.MODERATION_WARNING || warning(one) != null);
  }

  @Nullable StatusView status(Notification one) {
    return one.status() == null ? null : statuses.get(one.status());
  }

  @Nullable Object report(Notification one) {
    return one.report() == null ? null : reports.get(one.report());
  }

  @Nullable Object warning(Notification one) {
    return one.warning() == null ? null : warnings.get(one.warning());
  }

  /** Those accounts of these ids that there are, in this order. */
  List<AccountView> accounts(Collection<Long> ids) {
    return ids.stream().filter(accounts::containsKey).map(accounts::get).toList();
  }
}
