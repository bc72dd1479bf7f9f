package org.flashcrowd.portability;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.auth.AuthCapability;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.graph.Graph;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.jobs.JobHandler;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobWorker;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.media.MediaCapability;
import org.flashcrowd.statuses.StatusCapability;

/** What portability offers to the rest of the server: its pages, and the workers behind them. */
public final class PortabilityCapability {
  /** The kinds of job that portability runs. */
  public static final List<JobKind> JOBS =
      List.of(Exports.WRITE, Exports.EXPIRE, Exports.FORGET, Imports.BRING);

  private final Jobs jobs;
  private final List<RouteSource> routes;
  private final Map<JobKind, JobHandler> handlers;

  /** What it is built on, of the platform. */
  public record Ground(Vertx vertx, Config config, Database database, Ids ids, Jobs jobs) {}

  public PortabilityCapability(
      Ground on,
      AuthCapability auth,
      Accounts accounts,
      Graph graph,
      StatusCapability statuses,
      MediaCapability media) {
    OwnLists.Place place =
        new OwnLists.Place(
            on.config().publicUrl().getAuthority(), on.config().publicUrl().toString());
    Archivist archivist =
        new Archivist(
            on.database(), accounts, statuses.statuses(), media.media(), media.originals(), place);
    Config.Media settings = on.config().media();
    Exports exports =
        new Exports(
            on.database(),
            on.ids(),
            on.jobs(),
            auth.letters(),
            archivist,
            new ArchiveFolder(settings.directory(), settings.minFreeSpace()),
            media.privateFiles(ArchiveFolder.NAME));
    Imports imports =
        new Imports(
            on.database(),
            on.ids(),
            on.jobs(),
            new Importer(accounts, graph, statuses.interactions(), place));
    this.jobs = on.jobs();
    this.routes =
        List.of(
            new ExportRoutes(auth.own().visitors(), exports),
            new ImportRoutes(on.vertx(), auth.own().visitors(), imports));
    this.handlers =
        Map.of(
            Exports.WRITE, exports::write,
            Exports.EXPIRE, exports::expire,
            Exports.FORGET, exports::forget,
            Imports.BRING, imports::bring);
  }

  public List<RouteSource> routes() {
    return routes;
  }

  /** Starts the workers of this node's roles. */
  public Future<?> deploy(Vertx vertx, Config config) {
    return Future.all(
        JOBS.stream()
            .filter(kind -> config.plays(kind.role()))
            .map(kind -> deploy(vertx, kind))
            .toList());
  }

  /** One at a time: an archive keeps a disk busy. */
  private Future<?> deploy(Vertx vertx, JobKind kind) {
    JobHandler handler = Objects.requireNonNull(handlers.get(kind));
    return vertx.deployVerticle(
        () -> new JobWorker(jobs, kind, 1, handler),
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD));
  }
}
