package org.flashcrowd.push;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.config.PushSettings;
import org.flashcrowd.db.Database;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.jobs.JobHandler;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobWorker;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.notifications.Notifications;
import org.flashcrowd.resilience.BreakerSettings;
import org.flashcrowd.resilience.Breakers;

/** Puts the capability together, and starts what of it a node's roles ask for. */
public final class PushCapability {
  /** The kinds of job that pushing runs. */
  public static final List<JobKind> JOBS = PushJobs.ALL;

  private static final int LOOKUPS_AT_ONCE = 4;
  private static final int SPREADS_AT_ONCE = 2;
  private static final int SERVICES = 1_000;

  private final Vertx vertx;
  private final Jobs jobs;
  private final PushSettings settings;
  private final List<RouteSource> routes;
  private final Deliveries deliveries;

  private PushCapability(
      Vertx vertx,
      Jobs jobs,
      PushSettings settings,
      List<RouteSource> routes,
      Deliveries deliveries) {
    this.vertx = vertx;
    this.jobs = jobs;
    this.settings = settings;
    this.routes = routes;
    this.deliveries = deliveries;
  }

  public static PushCapability build(
      Vertx vertx,
      Config config,
      Database database,
      Jobs jobs,
      VapidKeys vapid,
      Notifications notifications,
      Breakers breakers) {
    PushSettings settings = config.push();
    SubscriptionRepository repository = new SubscriptionRepository();
    WorkerExecutor lookups = vertx.createSharedWorkerExecutor("push-dns", LOOKUPS_AT_ONCE);
    Endpoints endpoints = new Endpoints(lookups, InetAddress::getAllByName, settings);
    Clock clock = Clock.systemUTC();
    Sending sending =
        new Sending(
            endpoints,
            new Encryption(new SecureRandom()),
            vapid,
            new PushClient(vertx, settings),
            new PushServices(
                new HostTurns(Math.max(1, settings.atOnce() / 4)),
                breakers.family("push", breaker(settings), SERVICES)),
            config.instance().contactEmail(),
            clock);
    return new PushCapability(
        vertx,
        jobs,
        settings,
        List.of(new SubscriptionRoutes(database, repository, endpoints, vapid.publicKey())),
        new Deliveries(database, jobs, repository, notifications, sending, settings.ttl(), clock));
  }

  /** Time for a name to be looked up and for the service to answer, each of which has an end. */
  private static BreakerSettings breaker(PushSettings settings) {
    return BreakerSettings.timeout(settings.timeout().multipliedBy(2).plusSeconds(1))
        .window(Duration.ofMinutes(1))
        .rest(Duration.ofSeconds(10))
        .counts(failure -> !(failure instanceof Endpoints.Refused));
  }

  public List<RouteSource> routes() {
    return routes;
  }

  /** Starts the workers on a node with the role {@code notify}. */
  public Future<?> deploy(Config config) {
    return config.plays(Role.NOTIFY)
        ? deploy(PushJobs.SPREAD, SPREADS_AT_ONCE, deliveries::spread)
            .compose(deployed -> deploy(PushJobs.DELIVER, settings.atOnce(), deliveries::deliver))
        : Future.succeededFuture();
  }

  private Future<?> deploy(JobKind kind, int atOnce, JobHandler handler) {
    return vertx.deployVerticle(
        () -> new JobWorker(jobs, kind, atOnce, handler),
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD));
  }
}
