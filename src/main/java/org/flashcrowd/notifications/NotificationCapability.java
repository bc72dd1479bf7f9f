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

  private final Jobs jobs;
  private final Pruner pruner;
  private final Notifications notifications;
  private final List<RouteSource> routes;
  private final Map<JobKind, JobHandler> handlers;

  private NotificationCapability(
      Jobs jobs,
      Pruner pruner,
      Notifications notifications,
      List<RouteSource> routes,
      Map<JobKind, JobHandler> handlers) {
    this.jobs = jobs;
    this.pruner = pruner;
    this.notifications = notifications;
    this.routes = routes;
    this.handlers = handlers;
  }

  /**
   * Puts it together.
   *
   * @param moderation shows reports and warnings
   */
  public static NotificationCapability build(
      Config config,
      Database database,
      Ids ids,
      Jobs jobs,
      Live live,
      Accounts accounts,
      Statuses statuses,
      ModerationViews moderation) {
    TellingRepository telling = new TellingRepository();
    Announcer announcer = new Announcer(jobs, live);
    Notify notify = new Notify(database, jobs, ids, telling, new StaffRepository(), announcer);
    PostNews news = new PostNews(database, jobs, ids, telling, announcer);
    Pruner pruner = new Pruner(database, jobs, config.notifications());
    Showing showing = new Showing(accounts, statuses, moderation);
    Notifications notifications =
        new Notifications(database, ids, new NotificationRepository(), showing);
    return new NotificationCapability(
        jobs,
        pruner,
        notifications,
        routes(database, notifications, accounts, statuses, showing),
        handlers(notify, news, pruner));
  }

  private static List<RouteSource> routes(
      Database database,
      Notifications notifications,
      Accounts accounts,
      Statuses statuses,
      Showing showing) {
    GroupedNotifications grouped =
        new GroupedNotifications(database, new GroupRepository(), notifications, accounts, showing);
    NotificationRequests requests =
        new NotificationRequests(
            database, new PolicyRepository(), new RequestRepository(), accounts, statuses);
    return List.of(
        new NotificationRoutes(notifications),
        new GroupRoutes(grouped),
        new NotificationRequestRoutes(requests),
        new MarkerRoutes(database, new MarkerRepository()));
  }

  private static Map<JobKind, JobHandler> handlers(Notify notify, PostNews news, Pruner pruner) {
    return Map.ofEntries(
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
        entry(NotificationJobs.REPORT, notify::report),
        entry(NotificationJobs.WARNING, notify::warned),
        entry(NotificationJobs.PRUNE, pruner));
  }

  public Notifications notifications() {
    return notifications;
  }

  public List<RouteSource> routes() {
    return routes;
  }

  /** Starts the workers on a node with the role {@code notify}. */
  public Future<?> deploy(Vertx vertx, Config config) {
    if (!config.plays(Role.NOTIFY)) {
      return Future.succeededFuture();
    }
    return Future.all(handlers.keySet().stream().map(kind -> deploy(vertx, config, kind)).toList())
        .compose(deployed -> pruner.schedule());
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
