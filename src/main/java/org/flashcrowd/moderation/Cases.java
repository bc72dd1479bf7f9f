package org.flashcrowd.moderation;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.flashcrowd.auth.AuditLog;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Page;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Failure;

/** The reports that moderators work on. Whatever they do is a line in the audit log. */
final class Cases {
  /**
   * A page of reports.
   *
   * @param ids what it spans, newest first
   */
  record Found(List<Long> ids, List<CaseView> views) {}

  private final Database database;
  private final CaseRepository repository;
  private final HouseRules rules;
  private final CaseViews views;
  private final Members members;
  private final AuditLog audit;

  Cases(
      Database database,
      CaseRepository repository,
      HouseRules rules,
      CaseViews views,
      Members members,
      AuditLog audit) {
    this.database = database;
    this.repository = repository;
    this.rules = rules;
    this.views = views;
    this.members = members;
    this.audit = audit;
  }

  Future<Found> find(Page page, CaseFilter filter) {
    return repository
        .page(database.primary(), page, filter)
        .compose(
            found ->
                views
                    .of(found)
                    .map(all -> new Found(found.stream().map(Report::id).toList(), all)));
  }

  /** One report; fails with 404 when there is none. */
  Future<CaseView> view(long id) {
    return repository
        .byIds(database.primary(), List.of(id))
        .compose(views::of)
        .map(
            found -> {
              if (found.isEmpty()) {
                throw Failure.notFound();
              }
              return found.getFirst();
            });
  }

  /** The API's Report of each of these, as it is told to moderators that there is a new one. */
  Future<Map<Long, Object>> byId(Collection<Long> ids) {
    return repository.byIds(database.primary(), ids).compose(this::shown);
  }

  private Future<Map<Long, Object>> shown(List<Report> found) {
    return members
        .views(found.stream().map(Report::target).distinct().toList())
        .map(
            people -> {
              Map<Long, Object> shown = new HashMap<>();
              for (Report report : found) {
                MemberView target = people.get(report.target());
                if (target != null) {
                  shown.put(report.id(), ReportView.of(report, target.account()));
                }
              }
              return shown;
            });
  }

  /**
   * Says anew what it is about.
   *
   * @return fails with 422 where a rule is unknown
   */
  Future<CaseView> classify(long moderator, long id, Category category, List<Long> rules) {
    JsonObject details = new JsonObject().put("category", category.wire());
    return this.rules.know(rules) && (category != Category.VIOLATION || !rules.isEmpty())
        ? change(
            moderator,
            id,
            "report.classified",
            details,
            (tx, report) -> repository.classify(tx, id, category, rules))
        : Future.failedFuture(NewReport.unknownRules());
  }

  Future<CaseView> assign(long moderator, long id) {
    return change(
        moderator,
        id,
        "report.assigned",
        new JsonObject(),
        (tx, report) -> repository.assign(tx, id, moderator));
  }

  Future<CaseView> unassign(long moderator, long id) {
    return change(
        moderator,
        id,
        "report.unassigned",
        new JsonObject(),
        (tx, report) -> repository.assign(tx, id, null));
  }

  Future<CaseView> resolve(long moderator, long id) {
    return change(
        moderator,
        id,
        "report.resolved",
        new JsonObject(),
        (tx, report) -> repository.resolve(tx, id, moderator));
  }

  Future<CaseView> reopen(long moderator, long id) {
    return change(
        moderator,
        id,
        "report.reopened",
        new JsonObject(),
        (tx, report) -> repository.reopen(tx, id));
  }

  private Future<CaseView> change(
      long moderator,
      long id,
      String action,
      JsonObject details,
      BiFunction<Sql, Report, Future<Integer>> work) {
    return database
        .transaction(
            tx ->
                repository
                    .lock(tx, id)
                    .map(found -> found.orElseThrow(Failure::notFound))
                    .compose(
                        report ->
                            work.apply(tx, report)
                                .compose(
                                    changed ->
                                        audit.act(
                                            tx,
                                            moderator,
                                            report.target(),
                                            action,
                                            details.put("report", id)))))
        .compose(done -> view(id));
  }
}
