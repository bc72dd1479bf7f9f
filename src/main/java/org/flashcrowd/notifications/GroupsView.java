package org.flashcrowd.notifications;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.statuses.StatusView;
import org.jspecify.annotations.Nullable;

/**
 * Groups and what they are about, each account and post once: the API's <a
 * href="https://docs.joinmastodon.org/methods/grouped_notifications/#GroupedNotificationsResults">GroupedNotificationsResults</a>.
 *
 * @param partialAccounts there only where they were asked for: those who are nowhere the latest
 */
record GroupsView(
    List<AccountView> accounts,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<PartialAccountView> partialAccounts,
    List<StatusView> statuses,
    List<GroupView> notificationGroups) {

  /**
   * @param groups those that still have something to show
   * @param partial whether only the latest account of each group is wanted in full
   */
  static GroupsView of(List<NotificationGroup> groups, Shown shown, boolean partial) {
    Set<Long> latest = new LinkedHashSet<>();
    groups.forEach(group -> latest.add(group.newest().from()));
    Set<Long> others = new LinkedHashSet<>();
    groups.forEach(group -> others.addAll(group.sample()));
    others.removeAll(latest);
    Set<Long> full = new LinkedHashSet<>(latest);
    if (!partial) {
      full.addAll(others);
    }
    return new GroupsView(
        shown.accounts(full),
        partial ? shown.accounts(others).stream().map(PartialAccountView::of).toList() : null,
        groups.stream()
            .map(group -> shown.status(group.newest()))
            .filter(Objects::nonNull)
            .distinct()
            .toList(),
        groups.stream().map(group -> GroupView.of(group, shown)).toList());
  }
}
