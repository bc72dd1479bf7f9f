package org.flashcrowd.notifications;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.statuses.StatusView;
import org.flashcrowd.statuses.Statuses;

/** Loads what the notifications of a page are about, each kind by one call. */
final class Showing {
  private final Accounts accounts;
  private final Statuses statuses;
  private final ReportViews reports;

  Showing(Accounts accounts, Statuses statuses, ReportViews reports) {
    this.accounts = accounts;
    this.statuses = statuses;
    this.reports = reports;
  }

  /** What these are about, and the accounts {@code others} besides. */
  Future<Shown> load(long reader, List<Notification> notifications, Collection<Long> others) {
    Set<Long> people = new LinkedHashSet<>(others);
    notifications.forEach(one -> people.add(one.from()));
    Future<Map<Long, AccountView>> from = accounts.views(people);
    Future<List<StatusView>> about =
        statuses.views(
            reader,
            notifications.stream()
                .map(Notification::status)
                .filter(Objects::nonNull)
                .distinct()
                .toList());
    Future<Map<Long, Object>> reported =
        reports.byId(
            notifications.stream()
                .map(Notification::report)
                .filter(Objects::nonNull)
                .distinct()
                .toList());
    return Future.all(from, about, reported)
        .map(loaded -> new Shown(from.result(), byId(about.result()), reported.result()));
  }

  private static Map<Long, StatusView> byId(List<StatusView> views) {
    Map<Long, StatusView> byId = new LinkedHashMap<>();
    views.forEach(view -> byId.put(Long.valueOf(view.id()), view));
    return byId;
  }
}
