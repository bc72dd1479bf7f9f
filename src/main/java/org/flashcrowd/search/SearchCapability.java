package org.flashcrowd.search;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import org.flashcrowd.accounts.AccountCapability;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Reads;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.jobs.JobHandler;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobWorker;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.statuses.Statuses;
import org.flashcrowd.tags.Tags;

/** What searching offers to the rest of the server: its route, and the workers of its index. */
public final class SearchCapability {
  /** The kinds of job that keep the index. */
  public static final List<JobKind> JOBS = SearchJobs.ALL;

  private static final int AT_ONCE = 4;
  // Apart from everybody else's: a search takes long beside a lookup, which would wait behind it.
  private static final int CONNECTIONS = 4;
  // The plans do not depend on what is looked for; and a table scanned whole is never the answer.
  private static final Map<String, String> SESSION =
      Map.of(
          "enable_seqscan", "off",
          "statement_timeout", "1000");

  private final Jobs jobs;
  private final Indexer indexer;
  private final Searches searches;

  public SearchCapability(
      Database database, Jobs jobs, AccountCapability accounts, Statuses statuses, Tags tags) {
    Reads reads = database.dedicatedReads("search", CONNECTIONS, SESSION);
    this.jobs = jobs;
    this.indexer = new Indexer(database, jobs);
    this.searches =
        new Searches(
            accounts.directory(),
            statuses,
            accounts.search(),
            new PostSearch(new PostSearchRepository(reads), PostSearch.Reach.USUAL),
            new TagSearch(new TagSearchRepository(reads), tags));
  }

  public List<RouteSource> routes() {
    return List.of(new SearchRoutes(searches));
  }

  /** Starts the workers on a node with the role {@code feed}. */
  public Future<?> deploy(Vertx vertx, Config config) {
    return config.plays(SearchJobs.INDEX.role())
        ? Future.all(
            deploy(vertx, SearchJobs.INDEX, AT_ONCE, indexer::index),
            deploy(vertx, SearchJobs.BACKFILL, 1, indexer::backfill))
        : Future.succeededFuture();
  }

  private Future<?> deploy(Vertx vertx, JobKind kind, int atOnce, JobHandler handler) {
    return vertx.deployVerticle(
        () -> new JobWorker(jobs, kind, atOnce, handler),
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD));
  }
}
