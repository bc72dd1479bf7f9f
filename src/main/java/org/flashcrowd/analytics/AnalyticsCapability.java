package org.flashcrowd.analytics;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobWorker;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.resilience.Breaker;
import org.flashcrowd.resilience.BreakerSettings;
import org.flashcrowd.resilience.Breakers;

/** What analytics offer to the rest of the server: their route, and the worker that cleans up. */
public final class AnalyticsCapability {
  /** The kinds of job that keep the table in shape. */
  public static final List<JobKind> JOBS = List.of(EventUpkeep.UPKEEP);

  private static final int CONNECTIONS = 2;

  // PostgreSQL ends a statement first, so that its connection is free again.
  private static final Duration STATEMENT = Duration.ofMillis(800);
  private static final Duration WRITE = Duration.ofSeconds(1);
  private static final Duration REST = Duration.ofSeconds(1);
  private static final int FAILURES = 3;

  private final Jobs jobs;
  private final EventUpkeep upkeep;
  private final Events events;

  private AnalyticsCapability(Jobs jobs, EventUpkeep upkeep, Events events) {
    this.jobs = jobs;
    this.upkeep = upkeep;
    this.events = events;
  }

  public static AnalyticsCapability build(
      Vertx vertx,
      Config config,
      Database database,
      Jobs jobs,
      Breakers breakers,
      MeterRegistry registry) {
    Clock clock = Clock.systemUTC();
    Sql sql =
        database.dedicatedWrites(
            "events",
            CONNECTIONS,
            Map.of("statement_timeout", Long.toString(STATEMENT.toMillis())));
    Breaker breaker =
        breakers.breaker("events", BreakerSettings.timeout(WRITE).failures(FAILURES).rest(REST));
    EventMeters meters = new EventMeters(registry);
    EventBuffer buffer =
        new EventBuffer(
            vertx, Events.guarded(new EventRepository(sql), breaker, meters), System::nanoTime);
    PartitionRepository partitions = new PartitionRepository();
    return new AnalyticsCapability(
        jobs,
        new EventUpkeep(
            database, jobs, () -> partitions.today(database.primary()), config.analytics().keep()),
        new Events(buffer, clock, meters));
  }

  public List<RouteSource> routes() {
    return List.of(new EventRoutes(events));
  }

  /** Starts the worker on a node with the role {@code analytics}. */
  public Future<?> deploy(Vertx vertx, Config config) {
    return config.plays(EventUpkeep.UPKEEP.role())
        ? vertx
            .deployVerticle(
                () -> new JobWorker(jobs, EventUpkeep.UPKEEP, 1, upkeep::run),
                new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
            .compose(deployed -> upkeep.schedule())
        : Future.succeededFuture();
  }
}
