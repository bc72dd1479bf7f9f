package org.flashcrowd.tags;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobWorker;
import org.flashcrowd.jobs.Jobs;

/** What tags offer to the rest of the server: their routes, and the worker that counts them. */
public final class TagCapability {
  /** The kinds of job that tags run. */
  public static final List<JobKind> JOBS = List.of(TagUses.COUNT);

  private static final int AT_ONCE = 4;

  private final Jobs jobs;
  private final Tags tags;
  private final TagUses uses;
  private final List<RouteSource> routes;

  public TagCapability(Config config, Database database, Ids ids, Jobs jobs, Accounts accounts) {
    TagUrls urls = new TagUrls(config.publicUrl());
    TagRepository repository = new TagRepository(ids);
    TagUseRepository counts = new TagUseRepository();
    this.jobs = jobs;
    this.tags = new Tags(database, repository, jobs, urls, Clock.systemUTC());
    this.uses = new TagUses(database, counts);
    FeaturedTags featured =
        new FeaturedTags(
            database, new FeaturedTagRepository(ids), repository, counts, accounts, urls);
    this.routes = List.of(new TagRoutes(tags, featured));
  }

  public Tags tags() {
    return tags;
  }

  public List<RouteSource> routes() {
    return routes;
  }

  /** Starts the worker on a node with the role for it. */
  public Future<?> deploy(Vertx vertx, Config config) {
    return config.plays(TagUses.COUNT.role())
        ? vertx.deployVerticle(
            () -> new JobWorker(jobs, TagUses.COUNT, AT_ONCE, uses::count), new DeploymentOptions())
        : Future.succeededFuture();
  }
}
