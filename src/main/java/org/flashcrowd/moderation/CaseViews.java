package org.flashcrowd.moderation;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.flashcrowd.statuses.StatusView;
import org.flashcrowd.statuses.Statuses;
import org.jspecify.annotations.Nullable;

/**
 * Shows reports to moderators, in a fixed number of queries and one more for each reported account.
 */
final class CaseViews {
  private final Members members;
  private final Statuses statuses;
  private final HouseRules rules;

  CaseViews(Members members, Statuses statuses, HouseRules rules) {
    this.members = members;
    this.statuses = statuses;
    this.rules = rules;
  }

  /** In the order given. */
  Future<List<CaseView>> of(List<Report> reports) {
    Future<Map<Long, MemberView>> people = members.views(people(reports));
    Future<Map<String, StatusView>> posts = posts(reports);
    return Future.all(people, posts)
        .map(loaded -> combine(reports, people.result(), posts.result()));
  }

  private static Set<Long> people(List<Report> reports) {
    Set<Long> people = new LinkedHashSet<>();
    for (Report report : reports) {
      Stream.of(
              report.account(),
              report.target(),
              report.handling().assigned(),
              report.handling().takenBy())
          .filter(Objects::nonNull)
          .forEach(people::add);
    }
    return people;
  }

  /**
   * What was reported is for moderators to see, private and suspended or not: it is looked up as
   * its author, and shown without what is the author's own about it.
   */
  private Future<Map<String, StatusView>> posts(List<Report> reports) {
    Map<Long, Set<Long>> byAuthor = new LinkedHashMap<>();
    for (Report report : reports) {
      if (!report.statuses().isEmpty()) {
        byAuthor
            .computeIfAbsent(report.target(), none -> new LinkedHashSet<>())
            .addAll(report.statuses());
      }
    }
    Map<String, StatusView> found = new HashMap<>();
    return Future.all(
            byAuthor.entrySet().stream()
                .map(
                    author ->
                        statuses
                            .views(author.getKey(), List.copyOf(author.getValue()))
                            .onSuccess(views -> keep(found, views, author.getKey())))
                .toList())
        .map(loaded -> found);
  }

  private static void keep(Map<String, StatusView> found, List<StatusView> views, long author) {
    for (StatusView view : views) {
      if (view.account().id().equals(Long.toString(author))) {
        found.put(view.id(), view.seenByNobody());
      }
    }
  }

  private List<CaseView> combine(
      List<Report> reports, Map<Long, MemberView> people, Map<String, StatusView> posts) {
    List<CaseView> views = new ArrayList<>(reports.size());
    for (Report report : reports) {
      MemberView account = people.get(report.account());
      MemberView target = people.get(report.target());
      if (account != null && target != null) {
        views.add(view(report, account, target, people, posts));
      }
    }
    return views;
  }

  private CaseView view(
      Report report,
      MemberView account,
      MemberView target,
      Map<Long, MemberView> people,
      Map<String, StatusView> posts) {
    Report.Handling handling = report.handling();
    return new CaseView(
        Long.toString(report.id()),
        handling.takenAt() != null,
        handling.takenAt(),
        report.category().wire(),
        report.comment(),
        /* forwarded= */ false,
        handling.createdAt(),
        handling.updatedAt(),
        account,
        target,
        orNull(people, handling.assigned()),
        orNull(people, handling.takenBy()),
        report.statuses().stream()
            .map(id -> posts.get(Long.toString(id)))
            .filter(Objects::nonNull)
            .toList(),
        rules.named(report.rules()));
  }

  private static @Nullable MemberView orNull(Map<Long, MemberView> people, @Nullable Long id) {
    return id == null ? null : people.get(id);
  }
}
