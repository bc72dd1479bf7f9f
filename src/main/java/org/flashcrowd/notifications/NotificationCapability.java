package org.flashcrowd.notifications;

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
      Database database, Ids ids, Jobs jobs, Accounts accounts, Statuses statuses) {
    Notify notify = new Notify(database, jobs, ids, new TellingRepository());
    this.database = database;
    this.jobs = jobs;
    this.notifications =
        new Notifications(database, ids, new NotificationRepository(), accounts, statuses);
    this.handlers =
        Map.of(
            NotificationJobs.FOLLOW, notify::follow,
            NotificationJobs.FOLLOW_REQUEST, notify::followRequest,
            NotificationJobs.FAVOURITE, notify::favourite,
            NotificationJobs.REBLOG, notify::reblog,
            NotificationJobs.POST, notify::post,
            NotificationJobs.SUBSCRIBERS, notify::subscribers);
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
