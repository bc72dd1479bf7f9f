package org.flashcrowd.recommendations;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobWorker;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.resilience.Surge;
import org.flashcrowd.statuses.Statuses;
import org.flashcrowd.tags.Tags;

/** What recommending offers to the rest of the server: its routes, and the worker behind them. */
public final class RecommendationCapability {
  /** The kinds of job that work out what is popular. */
  public static final List<JobKind> JOBS = TrendJobs.ALL;

  private final Jobs jobs;
  private final TrendJobs trends;
  private final Recommendations recommendations;

  public RecommendationCapability(
      Config config,
      Database database,
      Jobs jobs,
      Accounts accounts,
      Statuses statuses,
      Tags tags,
      Surge surge) {
    this.jobs = jobs;
    this.trends =
        new TrendJobs(database, jobs, Clock.systemUTC(), config.recommendations().interval());
    this.recommendations = new Recommendations(database, accounts, statuses, tags, surge);
  }

  public List<RouteSource> routes() {
    return List.of(new RecommendationRoutes(recommendations), new DiscoverRoutes(recommendations));
  }

  TrendJobs trends() {
    return trends;
  }

  /** Starts the worker on a node with the role {@code recommend}. */
  public Future<?> deploy(Vertx vertx, Config config) {
    return config.plays(TrendJobs.TRENDS.role())
        ? vertx
            .deployVerticle(
                () -> new JobWorker(jobs, TrendJobs.TRENDS, 1, trends::run),
                new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
            .compose(deployed -> trends.schedule())
        : Future.succeededFuture();
  }
}
