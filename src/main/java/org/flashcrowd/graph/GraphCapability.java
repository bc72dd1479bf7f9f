package org.flashcrowd.graph;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobWorker;
import org.flashcrowd.jobs.Jobs;

/** What the graph offers to the rest of the server: its routes, and the worker behind them. */
public final class GraphCapability {
  /** The kinds of job that the graph runs. */
  public static final List<JobKind> JOBS = List.of(RequestAcceptor.ACCEPT);

  private static final int AT_ONCE = 2;

  private final Jobs jobs;
  private final Graph graph;
  private final RequestAcceptor acceptor;
  private final List<RouteSource> routes;

  public GraphCapability(Database database, Ids ids, Jobs jobs, Accounts accounts) {
    this.graph = new Graph(database, ids, jobs);
    this.jobs = jobs;
    this.acceptor = new RequestAcceptor(database, jobs, graph);
    GraphLists lists = new GraphLists(database, accounts);
    Relationships relationships = new Relationships(database);
    Endorsements endorsements = new Endorsements(database, ids, accounts);
    this.routes =
        List.of(
            new GraphRoutes(graph, relationships),
            new GraphListRoutes(lists),
            new EndorsementRoutes(endorsements, lists, relationships),
            new DomainBlockRoutes(new DomainBlocks(database, ids)));
  }

  public Graph graph() {
    return graph;
  }

  public List<RouteSource> routes() {
    return routes;
  }

  /** Starts the worker on a node with the role for it. */
  public Future<?> deploy(Vertx vertx, Config config) {
    return config.plays(RequestAcceptor.ACCEPT.role())
        ? vertx.deployVerticle(
            () -> new JobWorker(jobs, RequestAcceptor.ACCEPT, AT_ONCE, acceptor::accept),
            new DeploymentOptions())
        : Future.succeededFuture();
  }
}
