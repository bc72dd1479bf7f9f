package org.flashcrowd.conversations;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
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

/** Puts the capability together, and starts its workers. */
public final class ConversationCapability {
  /** The kinds of job that conversations run. */
  public static final List<JobKind> JOBS = List.of(Threading.ENTER, Threading.LEAVE);

  private static final int AT_ONCE = 2;

  private final Jobs jobs;
  private final Conversations conversations;
  private final Threading threading;

  public ConversationCapability(
      Database database, Ids ids, Jobs jobs, Live live, Accounts accounts, Statuses statuses) {
    ConversationRepository repository = new ConversationRepository();
    this.jobs = jobs;
    this.conversations = new Conversations(database, repository, accounts, statuses);
    this.threading = new Threading(database, ids, live, repository);
  }

  public Conversations conversations() {
    return conversations;
  }

  public List<RouteSource> routes() {
    return List.of(new ConversationRoutes(conversations));
  }

  /** Starts the workers on a node with the role {@code notify}. */
  public Future<?> deploy(Vertx vertx, Config config) {
    return config.plays(Role.NOTIFY)
        ? Future.all(
            deploy(vertx, Threading.ENTER, threading::enter),
            deploy(vertx, Threading.LEAVE, threading::leave))
        : Future.succeededFuture();
  }

  private Future<?> deploy(Vertx vertx, JobKind kind, JobHandler handler) {
    return vertx.deployVerticle(
        () -> new JobWorker(jobs, kind, AT_ONCE, handler), new DeploymentOptions());
  }
}
