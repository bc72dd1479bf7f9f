package org.flashcrowd.media;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.config.Config;
import org.flashcrowd.media.storage.S3;
import org.flashcrowd.resilience.Breakers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where this site keeps its files: in a folder that all nodes see, or in a bucket. */
public final class MediaStores {
  private static final Logger LOG = LoggerFactory.getLogger(MediaStores.class);

  private final Vertx vertx;
  private final Config.Media settings;
  private final Optional<S3> s3;

  private MediaStores(Vertx vertx, Config.Media settings, Optional<S3> s3) {
    this.vertx = vertx;
    this.settings = settings;
    this.s3 = s3;
  }

  /**
   * @param name of what is kept there, for meters and the breaker
   */
  static MediaStores open(
      Vertx vertx, Config.Media settings, String name, Breakers breakers, MeterRegistry meters) {
    return new MediaStores(
        vertx,
        settings,
        settings.store() == Config.Media.Store.S3
            ? Optional.of(new S3(vertx, settings.s3(), name, breakers, meters))
            : Optional.empty());
  }

  /** The same without meters: for commands, and for what is hardly ever asked for. */
  public static MediaStores unmetered(Vertx vertx, Config.Media settings, String name) {
    SimpleMeterRegistry nowhere = new SimpleMeterRegistry();
    return open(vertx, settings, name, new Breakers(vertx, nowhere), nowhere);
  }

  /**
   * Asks the store for something small, and says so in the log when it does not answer. Never
   * fails: a node serves what it can meanwhile.
   */
  Future<Void> greet() {
    return s3.map(
            bucket ->
                bucket
                    .files()
                    .list(settings.s3().prefix(), "", 1)
                    .<Void>mapEmpty()
                    .timeout(2, TimeUnit.SECONDS)
                    .onSuccess(there -> LOG.info("photos are kept in {}", place()))
                    .recover(
                        failure -> {
                          LOG.error(
                              "photos cannot be kept in {}: {}", place(), String.valueOf(failure));
                          return Future.succeededFuture();
                        }))
        .orElseGet(Future::succeededFuture);
  }

  private String place() {
    return "bucket " + settings.s3().bucket() + " at " + settings.s3().endpoint();
  }

  /** The photos. */
  MediaStore photos() {
    return store(settings.directory(), "");
  }

  /** Pictures kept apart from the photos. */
  MediaStore apart(String folder) {
    return store(settings.directory().resolve(folder), folder + "/");
  }

  private MediaStore store(Path directory, String prefix) {
    return s3.<MediaStore>map(
            bucket ->
                new S3MediaStore(
                    vertx,
                    bucket,
                    settings.s3(),
                    settings.s3().prefix() + prefix,
                    workspace(settings)))
        .orElseGet(() -> new DiskMediaStore(vertx, directory, settings.minFreeSpace()));
  }

  /** Files that are large and nobody's but their owner's, such as archives. */
  public PrivateFiles privateFiles(String folder) {
    return s3.<PrivateFiles>map(
            bucket -> new S3PrivateFiles(vertx, bucket, settings.s3().prefix() + folder + "/"))
        .orElseGet(() -> new DiskPrivateFiles(vertx, settings.directory().resolve(folder)));
  }

  /** The folder of this node for what it is working on. */
  static Path workspace(Config.Media settings) {
    return settings.directory().resolve("work");
  }
}
