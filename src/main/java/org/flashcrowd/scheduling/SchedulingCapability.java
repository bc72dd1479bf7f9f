package org.flashcrowd.scheduling;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobWorker;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.media.Media;
import org.flashcrowd.statuses.LaterPosts;
import org.flashcrowd.statuses.StatusCapability;

/** Puts the capability together, and starts its worker. */
public final class SchedulingCapability {
  /** The kinds of job that scheduled posts run. */
  public static final List<JobKind> JOBS = List.of(DueStatuses.PUBLISH);

  private static final int AT_ONCE = 8;

  private final Jobs jobs;
  private final ScheduledStatuses statuses;
  private final DueStatuses due;

  public SchedulingCapability(
      Config config, Database database, Ids ids, Jobs jobs, StatusCapability posts, Media media) {
    ScheduledStatusRepository repository = new ScheduledStatusRepository();
    this.jobs = jobs;
    this.due = new DueStatuses(database, ids, jobs, repository, posts.deferredPosts());
    this.statuses =
        new ScheduledStatuses(
            database,
            ids,
            jobs,
            repository,
            new SchedulingLimits(repository, config.scheduling(), InstantSource.system()),
            new ScheduledStatuses.Posts(posts.deferredPosts(), posts.statuses(), media));
  }

  /** For the route that posts are written by. */
  public LaterPosts laterPosts() {
    return statuses;
  }

  DueStatuses due() {
    return due;
  }

  public List<RouteSource> routes() {
    return List.of(new ScheduledStatusRoutes(statuses));
  }

  /** Starts the worker on a node with the role {@code feed}. */
  public Future<?> deploy(Vertx vertx, Config config) {
    return config.plays(DueStatuses.PUBLISH.role())
        ? vertx.deployVerticle(
            () -> new JobWorker(jobs, DueStatuses.PUBLISH, AT_ONCE, due::publish),
            new DeploymentOptions())
        : Future.succeededFuture();
  }
}
