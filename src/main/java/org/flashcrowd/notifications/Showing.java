package org.flashcrowd.notifications;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.statuses.StatusView;
import org.flashcrowd.statuses.Statuses;
import org.jspecify.annotations.Nullable;

/** Loads what the notifications of a page are about, each kind by one call. */
final class Showing {
  private final Accounts accounts;
  private final Statuses statuses;
  private final ModerationViews moderation;

  Showing(Accounts accounts, Statuses statuses, ModerationViews moderation) {
    this.accounts = accounts;
    this.statuses = statuses;
    this.moderation = moderation;
  }

  /** What these are about, and the accounts {@code others} besides. */
  Future<Shown> load(long reader, List<Notification> notifications, Collection<Long> others) {
    Set<Long> people = new LinkedHashSet<>(others);
    notifications.forEach(one -> people.add(one.from()));
    Future<Map<Long, AccountView>> from = accounts.views(people);
    Future<List<StatusView>> about =
        statuses.views(reader, named(notifications, Notification::status));
    Future<Map<Long, Object>> reports =
        moderation.reports().byId(named(notifications, Notification::report));
    Future<Map<Long, Object>> warnings =
        moderation.warnings().byId(named(notifications, Notification::warning));
    return Future.all(from, about, reports, warnings)
        .map(
            loaded ->
                new Shown(
                    from.result(), byId(about.result()), reports.result(), warnings.result()));
  }

  private static List<Long> named(
      List<Notification> notifications, Function<Notification, @Nullable Long> subject) {
    return notifications.stream().map(subject).filter(Objects::nonNull).distinct().toList();
  }

  private static Map<Long, StatusView> byId(List<StatusView> views) {
    Map<Long, StatusView> byId = new LinkedHashMap<>();
    views.forEach(view -> byId.put(Long.valueOf(view.id()), view));
    return byId;
  }
}
