package org.flashcrowd.moderation;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Failure;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.statuses.Statuses;

/**
 * Takes reports. Announces {@code report.created {report, account, target}}.
 *
 * <p>Nobody learns more by reporting than by looking: an account or post that the reporter does not
 * get to see is missing here too.
 */
final class Reports {
  private final Database database;
  private final Ids ids;
  private final Jobs jobs;
  private final Accounts accounts;
  private final Statuses statuses;
  private final ReportRepository repository;
  private final HouseRules rules;

  Reports(
      Database database,
      Ids ids,
      Jobs jobs,
      Accounts accounts,
      Statuses statuses,
      ReportRepository repository,
      HouseRules rules) {
    this.database = database;
    this.ids = ids;
    this.jobs = jobs;
    this.accounts = accounts;
    this.statuses = statuses;
    this.repository = repository;
    this.rules = rules;
  }

  /**
   * Files a report.
   *
   * @return fails with 404 where the account is not there, or one of the posts is not theirs or not
   *     for the reporter to see; with 422 where a rule is unknown
   */
  Future<ReportView> file(long account, NewReport report) {
    if (account == report.target()) {
      return Future.failedFuture(Failure.unprocessable("You cannot report yourself"));
    }
    return accounts
        .byId(report.target())
        .map(found -> found.filter(target -> !target.suspended()).orElseThrow(Failure::notFound))
        .compose(target -> requireStatuses(account, report))
        .compose(
            visible ->
                rules.know(report.rules())
                    ? database.transaction(tx -> insert(tx, account, report))
                    : Future.failedFuture(NewReport.unknownRules()))
        .compose(
            filed -> accounts.view(filed.target()).map(target -> ReportView.of(filed, target)));
  }

  private Future<Void> requireStatuses(long account, NewReport report) {
    String target = Long.toString(report.target());
    return statuses
        .views(account, report.statuses())
        .compose(
            seen ->
                seen.size() == report.statuses().size()
                        && seen.stream().allMatch(view -> view.account().id().equals(target))
                    ? Future.succeededFuture()
                    : Future.failedFuture(Failure.notFound()));
  }

  private Future<Report> insert(Sql tx, long account, NewReport report) {
    long id = ids.next();
    JsonObject args =
        new JsonObject().put("report", id).put("account", account).put("target", report.target());
    return repository
        .insert(tx, id, account, report)
        .compose(filed -> jobs.announce(tx, "report.created", args, account).map(filed));
  }

  /**
   * The author of a post that the account may see, for apps that report posts by their own id.
   *
   * @return fails with 404 when there is no such post for them
   */
  Future<Long> author(long account, long status) {
    return statuses.view(account, status).map(view -> Long.valueOf(view.account().id()));
  }
}
