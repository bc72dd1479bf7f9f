package org.flashcrowd.streaming;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.db.Channels;
import org.flashcrowd.db.Database;
import org.flashcrowd.http.Authenticator;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.jobs.JobHandler;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobWorker;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.live.Live;
import org.flashcrowd.statuses.StatusAudience;

/** What live events offer to the rest of the server: their routes and their workers. */
public final class StreamingCapability {
  /** The kinds of job that live events run. */
  public static final List<JobKind> JOBS =
      List.of(TellStatuses.PUBLISHED, TellStatuses.EDITED, TellStatuses.DELETED);

  /**
   * What other capabilities bring along.
   *
   * @param statuses what posts look like
   * @param lists whose a list is
   * @param payloads what their events look like, by the events' names
   */
  public record Sources(StatusAudience statuses, ListAccess lists, Map<String, Payload> payloads) {}

  private static final int AT_ONCE = 8;

  private final Config config;
  private final Jobs jobs;
  private final Map<JobKind, JobHandler> handlers;
  private final Sockets sockets;
  private final Streaming streaming;

  public StreamingCapability(
      Config config, Database database, Jobs jobs, Live live, MeterRegistry registry, Sources of) {
    TellStatuses tell = new TellStatuses(database, live);
    this.config = config;
    this.jobs = jobs;
    this.handlers =
        Map.of(
            TellStatuses.PUBLISHED, tell::published,
            TellStatuses.EDITED, tell::edited,
            TellStatuses.DELETED, tell::deleted);
    StreamingMeters meters = new StreamingMeters(registry);
    Audiences audiences = new Audiences(live);
    audiences.deliverBy(
        new Deliveries(
            new StatusDelivery(audiences, new HomeAudience(database), of.statuses()),
            new PersonalDelivery(audiences, of.payloads()),
            meters));
    this.sockets = new Sockets(config.streaming());
    this.streaming =
        new Streaming(config.streaming(), sockets, audiences, of.lists(), of.statuses(), meters);
    meters.count(sockets::count);
  }

  public List<RouteSource> routes() {
    return List.of(new StreamingRoutes(streaming));
  }

  /**
   * Starts what keeps sockets alive and ends them, and on a node with the role {@code feed} the
   * workers.
   *
   * @param authenticator one that listens to {@code channels} already
   */
  public Future<?> deploy(Vertx vertx, Channels channels, Authenticator authenticator) {
    new Revocations(vertx, authenticator, sockets).listen(channels);
    long heartbeat =
        Math.min(
            config.streaming().heartbeat().toMillis(), config.http().idleTimeout().toMillis() / 2);
    sockets.beat(vertx, heartbeat);
    return config.plays(Role.FEED)
        ? Future.all(handlers.keySet().stream().map(kind -> deploy(vertx, kind)).toList())
        : Future.succeededFuture();
  }

  private Future<?> deploy(Vertx vertx, JobKind kind) {
    JobHandler handler = Objects.requireNonNull(handlers.get(kind));
    return vertx.deployVerticle(
        () -> new JobWorker(jobs, kind, AT_ONCE, handler), new DeploymentOptions());
  }
}
