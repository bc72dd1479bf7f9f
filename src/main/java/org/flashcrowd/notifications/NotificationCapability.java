package org.flashcrowd.notifications;

import static java.util.Map.entry;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.jobs.JobHandler;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobWorker;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.live.Live;
import org.flashcrowd.statuses.Statuses;

/** What notifications offer to the rest of the server: their routes and their workers. */
public final class NotificationCapability {
  /** The kinds of job that notifications run. */
  public static final List<JobKind> JOBS = NotificationJobs.ALL;

  private static final int AT_ONCE = 2;

  private final Database database;
  private final Jobs jobs;
  private final Notifications notifications;
  private final Map<JobKind, JobHandler> handlers;

  public NotificationCapability(
      Database database, Ids ids, Jobs jobs, Live live, Accounts accounts, Statuses statuses) {
    Showing showing = new Showing(accounts, statuses, ReportViews.NONE);
    TellingRepository telling = new TellingRepository();
    Announcer announcer = new Announcer(jobs, live);
    Notify notify = new Notify(database, jobs, ids, telling, new StaffRepository(), announcer);
    PostNews news = new PostNews(database, jobs, ids, telling, announcer);
    this.database = database;
    this.jobs = jobs;
    this.notifications = new Notifications(database, ids, new NotificationRepository(), showing);
    this.handlers =
        Map.ofEntries(
            entry(NotificationJobs.FOLLOW, notify::follow),
            entry(NotificationJobs.FOLLOW_REQUEST, notify::followRequest),
            entry(NotificationJobs.FAVOURITE, notify::favourite),
            entry(NotificationJobs.REBLOG, notify::reblog),
            entry(NotificationJobs.POST, news::published),
            entry(NotificationJobs.SUBSCRIBERS, news::subscribers),
            entry(NotificationJobs.EDIT, news::edited),
            entry(NotificationJobs.BOOSTERS, news::boosters),
            entry(NotificationJobs.SIGN_UPS, notify::signUps),
            entry(NotificationJobs.SIGN_UPS_FOR, notify::signUpsFor),
            entry(NotificationJobs.REPORT, notify::report));
  }

  public List<RouteSource> routes() {
    return List.of(
        new NotificationRoutes(notifications), new MarkerRoutes(database, new MarkerRepository()));
  }

  /** Starts the workers on a node with the role {@code notify}. */
  public Future<?> deploy(Vertx vertx, Config config) {
    if (!config.plays(Role.NOTIFY)) {
      return Future.succeededFuture();
    }
    return Future.all(handlers.keySet().stream().map(kind -> deploy(vertx, config, kind)).toList());
  }

  private Future<?> deploy(Vertx vertx, Config config, JobKind kind) {
    JobHandler handler = java.util.Objects.requireNonNull(handlers.get(kind));
    return vertx.deployVerticle(
        () -> new JobWorker(jobs, kind, AT_ONCE, handler),
        new DeploymentOptions()
            .setThreadingModel(ThreadingModel.VIRTUAL_THREAD)
            .setInstances(config.instances().notification()));
  }
}
