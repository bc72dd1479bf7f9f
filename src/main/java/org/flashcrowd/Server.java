package org.flashcrowd;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.flashcrowd.cache.Caches;
import org.flashcrowd.cache.RedisConnections;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.config.DatabaseSettings;
import org.flashcrowd.config.ServiceUris;
import org.flashcrowd.db.Channels;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.NodeLease;
import org.flashcrowd.db.SharedWrites;
import org.flashcrowd.http.HttpEdge;
import org.flashcrowd.http.HttpVerticle;
import org.flashcrowd.http.ManagementVerticle;
import org.flashcrowd.http.PublicPages;
import org.flashcrowd.http.RequestLimits;
import org.flashcrowd.http.Routes;
import org.flashcrowd.jobs.JobRunner;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.live.Live;
import org.flashcrowd.mail.Mail;
import org.flashcrowd.observability.Health;
import org.flashcrowd.observability.Metrics;
import org.flashcrowd.resilience.Breakers;
import org.flashcrowd.resilience.RateLimiters;
import org.flashcrowd.resilience.Surge;
import org.flashcrowd.surge.SurgeGovernor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root: builds everything once, by hand, deploys the verticles of this node's
 * roles, and stops them in reverse.
 */
public final class Server {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  private static final long STOP_SECONDS = 30;
  private static final Duration JOBS = Duration.ofSeconds(10);

  private final Config config;
  private final ServiceUris services;
  private final Metrics metrics = new Metrics();
  private final Health health = new Health();
  private final PublicPages pages;
  private final Routes routes;
  private final Vertx vertx;
  private final Database database;
  private final Channels channels;
  private final Breakers breakers;
  private final Caches caches;
  private final RateLimiters limiters;
  private final Live live;
  private final SurgeGovernor surge;
  // What was started, each with the way to stop it; undone from the last to the first.
  private final List<Supplier<Future<?>>> stops = new ArrayList<>();
  private final List<HttpVerticle> verticles = new ArrayList<>();
  private @Nullable JobRunner runner;
  private boolean started;
  private int port = -1;
  private int managementPort = -1;

  private Server(Config config, ServiceUris services) {
    this.config = config;
    this.services = services;
    this.vertx = Loops.start(config.instances(), metrics.registry());
    RedisConnections redis = RedisConnections.open(vertx, services.redis(), config.redis());
    this.breakers = new Breakers(vertx, metrics.registry());
    health.part("breakers", breakers::summary);
    this.database = openDatabase(redis);
    this.channels = new Channels(vertx, database);
    this.limiters = RateLimiters.start(vertx, redis::send, config.redis().timeout(), breakers);
    this.surge = new SurgeGovernor(vertx, database, config.surge(), metrics.registry());
    health.part("surge", surge::summary);
    this.caches =
        Caches.open(
            vertx,
            redis,
            breakers,
            config.cache(),
            metrics.registry(),
            () -> surge.atLeast(Surge.Level.STALE));
    this.pages = new PublicPages(vertx, caches, config.cache());
    this.routes = new Routes(pages);
    this.live = new Live(vertx, redis);
    health.part("redis", redis::state);
    stops.add(vertx::close);
    stops.add(database::close);
    stops.add(redis::close);
    stops.add(live::close);
    stops.add(channels::close);
    stops.add(() -> done(surge::close));
  }

  private static Future<?> done(Runnable work) {
    work.run();
    return Future.succeededFuture();
  }

  private Database openDatabase(RedisConnections redis) {
    DatabaseSettings settings = config.database();
    Database opened =
        Database.open(
            vertx,
            services.database().value(),
            settings,
            metrics.registry(),
            breakers,
            new SharedWrites(redis::send, breakers, settings.maxReplicaLag()));
    health.part("database", opened::state);
    health.part("replicas", opened::replicaState);
    return opened;
  }

  /**
   * Starts a node on a database that is migrated already. The future completes when it is ready;
   * when it fails, everything that was started has been stopped again.
   */
  public static Future<Server> start(Config config, ServiceUris services) {
    Server server = new Server(config, services);
    return server
        .start()
        .map(server)
        .recover(failure -> server.stop().transform(stopped -> Future.failedFuture(failure)));
  }

  private Future<Void> start() {
    Future<?> warm = vertx.executeBlocking(WarmUp::run, false);
    Future<NodeLease> lease =
        NodeLease.claim(vertx, database, NodeLease.nodeName())
            .onSuccess(claimed -> stops.add(() -> done(claimed::release)));
    return Future.join(channels.connect().compose(connected -> surge.start(channels)), lease)
        .compose(ready -> lease)
        .compose(claimed -> deploy(claimed, warm))
        .compose(deployed -> deployManagement())
        .onSuccess(ready -> health.started())
        .onSuccess(ready -> started = true)
        .mapEmpty();
  }

  /** The platform first, then what stands on it, then the port: nothing is asked too early. */
  private Future<?> deploy(NodeLease lease, Future<?> warm) {
    Jobs jobs = new Jobs(vertx, database, JobKinds.ALL, config.jobs());
    Foundation foundation =
        new Foundation(
            vertx,
            config,
            services,
            database,
            channels,
            lease.ids(),
            jobs,
            new Mail(jobs),
            live,
            caches,
            limiters,
            breakers,
            surge,
            metrics.registry());
    return Capabilities.start(foundation)
        .compose(capabilities -> warm.map(capabilities))
        .compose(capabilities -> deployRunner(jobs).map(capabilities))
        .compose(
            capabilities ->
                config.plays(Role.HTTP) ? deployHttp(capabilities) : Future.succeededFuture());
  }

  private Future<?> deployRunner(Jobs jobs) {
    JobRunner made =
        new JobRunner(
            jobs, database, channels, config, surge, NodeLease.nodeName(), metrics.registry());
    surge.watchQueue(made::oldestAwaitedSeconds);
    return vertx
        .deployVerticle(made)
        .onSuccess(id -> stops.add(() -> vertx.undeploy(id)))
        .onSuccess(id -> runner = made);
  }

  private Future<?> deployHttp(Capabilities capabilities) {
    capabilities.routes().forEach(source -> source.declare(routes));
    pages.listen(channels);
    Path incoming = config.media().directory().resolve("incoming");
    HttpEdge edge =
        new HttpEdge(
            config,
            routes,
            capabilities.authenticator(),
            RequestLimits.of(config.limits(), limiters),
            database::wrote,
            surge,
            metrics.registry(),
            incoming);
    return vertx
        .fileSystem()
        .mkdirs(incoming.toString())
        .compose(
            made ->
                vertx.deployVerticle(
                    () -> {
                      HttpVerticle verticle = new HttpVerticle(edge);
                      verticles.add(verticle);
                      return verticle;
                    },
                    new DeploymentOptions().setInstances(config.instances().http())))
        .onSuccess(id -> stops.add(() -> vertx.undeploy(id)))
        .onSuccess(id -> verticles.forEach(verticle -> verticle.pulse(health::turns)))
        .onSuccess(id -> port = verticles.getFirst().port())
        .onSuccess(id -> LOG.info("serving {} on port {}", config.publicUrl(), port));
  }

  private Future<?> deployManagement() {
    ManagementVerticle management =
        new ManagementVerticle(config.management(), metrics, health, surge);
    return vertx.deployVerticle(management).onSuccess(id -> managementPort = management.port());
  }

  /**
   * Leaves: says at {@code /health/ready} that it does, claims no more jobs and gives back those
   * that take long, goes on serving for {@code drain.notice} while the load balancers notice, then
   * takes no more requests, finishes those under way, and closes everything in reverse.
   */
  public Future<Void> stop() {
    health.draining();
    verticles.forEach(HttpVerticle::leave);
    if (runner != null) {
      runner.drain(JOBS);
    }
    // Not vertx.timer: what it gives belongs to a context that does not outlive the stop.
    Promise<Void> noticed = Promise.promise();
    long millis = started ? config.drain().notice().toMillis() : 0;
    if (millis > 0) {
      vertx.setTimer(millis, due -> noticed.complete());
    } else {
      noticed.complete();
    }
    return noticed.future().compose(over -> close());
  }

  private Future<Void> close() {
    Future<?> stopped = Future.succeededFuture();
    for (Supplier<Future<?>> stop : stops.reversed()) {
      stopped = stopped.transform(before -> stop.get());
    }
    return stopped
        .timeout(STOP_SECONDS, TimeUnit.SECONDS)
        .onComplete(closed -> metrics.close())
        .mapEmpty();
  }

  /** The port that HTTP is answered on. */
  public int port() {
    return port;
  }

  /** How this node is, for those beside it to add to. */
  Health health() {
    return health;
  }

  /** Requests that it refused because there was no room. */
  long refused() {
    return surge.refused();
  }

  MeterRegistry meters() {
    return metrics.registry();
  }

  /** What this node answers. */
  public Routes routes() {
    return routes;
  }

  public int managementPort() {
    return managementPort;
  }

  public Vertx vertx() {
    return vertx;
  }
}
