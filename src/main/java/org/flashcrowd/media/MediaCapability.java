package org.flashcrowd.media;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobWorker;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.media.image.ImageEngine;
import org.flashcrowd.resilience.Breakers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the capability together, and starts what of it a node's roles ask for. */
public final class MediaCapability {
  /** The work it enqueues. */
  public static final List<JobKind> JOBS =
      List.of(MediaJobs.PROCESS, MediaJobs.REMOVE, MediaJobs.SWEEP, MediaJobs.STANDING);

  private static final Logger LOG = LoggerFactory.getLogger(MediaCapability.class);
  private static final int REMOVALS_AT_ONCE = 4;

  private final Vertx vertx;
  private final Config config;
  private final MediaParts parts;
  private final Media media;
  private final MediaStores stores;
  private final MeterRegistry meters;

  private MediaCapability(
      Vertx vertx,
      Config config,
      MediaStores stores,
      MediaParts parts,
      Media media,
      MeterRegistry meters) {
    this.vertx = vertx;
    this.config = config;
    this.stores = stores;
    this.meters = meters;
    this.parts = parts;
    this.media = media;
  }

  /** Builds it and starts the workers of this node's roles. */
  public static Future<MediaCapability> start(
      Vertx vertx,
      Config config,
      Database database,
      Jobs jobs,
      Ids ids,
      Breakers breakers,
      MeterRegistry meters) {
    MediaCapability media = build(vertx, config, database, jobs, ids, breakers, meters);
    return media.deploy().map(media);
  }

  /** The rules alone, for commands: nothing is processed here. */
  public static Media rules(Vertx vertx, Config config, Database database, Jobs jobs, Ids ids) {
    SimpleMeterRegistry nowhere = new SimpleMeterRegistry();
    Breakers breakers = new Breakers(vertx, nowhere);
    return build(vertx, config, database, jobs, ids, breakers, nowhere).media();
  }

  /** Builds it; {@link #deploy} starts the workers. */
  public static MediaCapability build(
      Vertx vertx,
      Config config,
      Database database,
      Jobs jobs,
      Ids ids,
      Breakers breakers,
      MeterRegistry meters) {
    Config.Media settings = config.media();
    MediaStores stores = MediaStores.open(vertx, settings, "media", breakers, meters);
    MediaParts parts =
        new MediaParts(
            database, jobs, new MediaRepository(), stores.photos(), new MediaMetrics(meters));
    MediaIntake intake = new MediaIntake(vertx, ids::next, parts, PictureSettings.limits(settings));
    MediaUrls urls = new MediaUrls(config.publicUrl().toString());
    Media media = new Media(database, jobs, parts.repository(), intake, urls, settings);
    return new MediaCapability(vertx, config, stores, parts, media, meters);
  }

  /** Large private files, kept where the photos are. */
  public PrivateFiles privateFiles(String folder) {
    return stores.privateFiles(folder);
  }

  /** The pictures' files, for archives. */
  public Originals originals() {
    return new Originals(parts.store());
  }

  public Media media() {
    return media;
  }

  public List<RouteSource> routes() {
    return List.of(new MediaRoutes(media), new MediaFileRoutes("/media", parts.store()));
  }

  /** Starts the workers of this node's roles, on a storage that answers. */
  public Future<?> deploy() {
    return stores.greet().compose(greeted -> deployWorkers());
  }

  private Future<?> deployWorkers() {
    Path folder = config.media().directory();
    new TemporaryFiles(
            List.of(folder.resolve("incoming"), MediaStores.workspace(config.media())),
            Clock.systemUTC())
        .start(vertx, new BlockingThreads(vertx, "media-temporary", 1));
    return deployMedia().compose(deployed -> deploySweeper());
  }

  private Future<?> deployMedia() {
    return config.plays(Config.Role.MEDIA)
        ? selectEngine().compose(this::deployImageWorkers).compose(deployed -> deployRemoval())
        : Future.succeededFuture();
  }

  private Future<?> deploySweeper() {
    if (!config.plays(Config.Role.SCHEDULE)) {
      return Future.succeededFuture();
    }
    MediaSweeper sweeper =
        new MediaSweeper(parts, config.media().unattachedTtl(), Clock.systemUTC());
    return vertx
        .deployVerticle(new JobWorker(parts.jobs(), MediaJobs.SWEEP, 1, sweeper))
        .compose(deployed -> sweeper.schedule());
  }

  /** Away from the event loop: loading a library takes a tenth of a second. */
  private Future<ImageEngine> selectEngine() {
    return new BlockingThreads(vertx, "media-engine", 1)
        .run(() -> PictureSettings.engine(config.media()));
  }

  private Future<?> deployImageWorkers(ImageEngine engine) {
    Config.Media settings = config.media();
    int instances = config.instances().image();
    PictureThreads threads = new PictureThreads(settings.decodeTimeout(), Math.max(2, instances));
    ImageWorker worker =
        new ImageWorker(
            parts,
            PictureSettings.pipeline(engine, settings),
            PictureSettings.renditions(settings),
            threads,
            MediaStores.workspace(settings));
    Gauge.builder("flashcrowd.media.hanging", threads, PictureThreads::hanging)
        .description("Pictures whose decoder was given up and has not come back")
        .strongReference(true)
        .register(meters);
    LOG.info("{} image workers with {}", instances, engine.describe());
    return vertx.deployVerticle(
        () -> new JobWorker(parts.jobs(), MediaJobs.PROCESS, 2, worker),
        new DeploymentOptions()
            .setThreadingModel(ThreadingModel.WORKER)
            .setWorkerPoolName("image")
            .setWorkerPoolSize(config.workers().image())
            .setInstances(instances));
  }

  private Future<?> deployRemoval() {
    MediaRemoval removal = new MediaRemoval(parts.store());
    return vertx
        .deployVerticle(new JobWorker(parts.jobs(), MediaJobs.REMOVE, REMOVALS_AT_ONCE, removal))
        .compose(
            deployed ->
                vertx.deployVerticle(
                    new JobWorker(parts.jobs(), MediaJobs.STANDING, 1, new MediaStanding(parts))));
  }
}
