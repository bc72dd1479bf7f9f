package org.flashcrowd.moderation;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.auth.AuditLog;
import org.flashcrowd.auth.AuditTrail;
import org.flashcrowd.auth.AuthCapability;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.instance.RuleView;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobWorker;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.mail.Mail;
import org.flashcrowd.membership.AccountRemoval;
import org.flashcrowd.statuses.StatusCapability;

/** What moderation offers to the rest of the server: its routes, and the end of suspensions. */
public final class ModerationCapability {
  /** The kinds of job that moderation runs. */
  public static final List<JobKind> JOBS = List.of(SuspensionEnd.KIND);

  private final Cases cases;
  private final Warnings warnings;
  private final SuspensionEnd suspensionEnd;
  private final Jobs jobs;
  private final List<RouteSource> routes;

  /** What it is built on, of the platform. */
  public record Ground(Config config, Database database, Ids ids, Jobs jobs, Mail mail) {}

  public ModerationCapability(
      Ground on,
      AuthCapability auth,
      Accounts accounts,
      StatusCapability statuses,
      AccountRemoval removal) {
    Database database = on.database();
    HouseRules rules = new HouseRules(RuleView.of(on.config().instance().rules()));
    AuditLog audit = auth.own().audit();
    ReportRepository reports = new ReportRepository();
    CaseRepository rows = new CaseRepository();
    SanctionRepository targets = new SanctionRepository();
    Members members = new Members(database, accounts, new MemberRepository());
    CaseViews views = new CaseViews(members, statuses.statuses(), rules);
    this.jobs = on.jobs();
    this.warnings = new Warnings(database, on.ids(), on.jobs(), accounts, on.mail());
    WarningLetters letters = new WarningLetters(database, auth.letters(), on.config().moderation());
    on.mail().compose(WarningLetters.NAME, letters::compose);
    this.suspensionEnd =
        new SuspensionEnd(
            database, on.jobs(), removal, audit, on.config().moderation(), Clock.systemUTC());
    Sanctions sanctions = new Sanctions(database, on.jobs(), targets, rows, warnings, audit);
    Admissions admissions =
        new Admissions(database, sanctions, targets, members, audit, removal, auth.letters());
    Desk desk = new Desk(auth.own().visitors());
    this.cases = new Cases(database, rows, rules, views, members, audit);
    this.routes =
        List.of(
            new ReportRoutes(
                new Reports(
                    database, on.ids(), on.jobs(), accounts, statuses.statuses(), reports, rules)),
            new MemberRoutes(members),
            new CaseRoutes(cases),
            new SanctionRoutes(sanctions, admissions, members),
            new DeskRoutes(
                desk,
                cases,
                sanctions,
                new Takedowns(
                    database, statuses.authorRemoval(database), sanctions, warnings, audit),
                on.config().publicUrl().toString()),
            new ApplicantRoutes(desk, members, admissions),
            new AuditRoutes(desk, new AuditTrail(database)));
  }

  /** The API's Report of each of these, as moderators are told of it. */
  public Future<Map<Long, Object>> reports(Collection<Long> ids) {
    return cases.byId(ids);
  }

  /** The API's AccountWarning of each of these, as whoever was warned is told of it. */
  public Future<Map<Long, Object>> warnings(Collection<Long> ids) {
    return warnings.byId(ids);
  }

  public List<RouteSource> routes() {
    return routes;
  }

  /** Starts the worker on a node with the role for it. */
  public Future<?> deploy(Vertx vertx, Config config) {
    return config.plays(SuspensionEnd.KIND.role())
        ? vertx
            .deployVerticle(
                () -> new JobWorker(jobs, SuspensionEnd.KIND, 1, suspensionEnd),
                new DeploymentOptions())
            .compose(deployed -> suspensionEnd.schedule())
        : Future.succeededFuture();
  }
}
