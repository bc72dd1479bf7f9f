package org.flashcrowd.dev;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL and Redis for one server: the configured ones, and an embedded one in place of each
 * that is not. Blocking. Close it after the server: it stops what it started, or took over.
 */
public final class EmbeddedServices implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServices.class);
  private static final Duration APPEARANCE = Duration.ofSeconds(15);

  private final Config config;

  /** Held while the services below are ours to stop. */
  private final Optional<DataLock> lock;

  private final Optional<EmbeddedPostgres> postgres;
  private final Optional<EmbeddedRedis> redis;

  private EmbeddedServices(
      Config config,
      Optional<DataLock> lock,
      Optional<EmbeddedPostgres> postgres,
      Optional<EmbeddedRedis> redis) {
    this.config = config;
    this.lock = lock;
    this.postgres = postgres;
    this.redis = redis;
  }

  /**
   * For the server, the only one on its data folder.
   *
   * @throws EmbeddedServiceFailure where another server uses the folder, or a service cannot start
   */
  public static EmbeddedServices start(Config config) {
    if (!needed(config)) {
      return configured(config);
    }
    DataLock lock =
        DataLock.take(config.dataDir())
            .orElseThrow(
                () ->
                    new EmbeddedServiceFailure(
                        "another server uses data_dir %s; stop it, or set FLASHCROWD_DATA_DIR"
                            .formatted(config.dataDir())));
    return start(config, lock);
  }

  /**
   * For a command: uses the services of a server that runs on the same data folder and leaves them
   * alone, or starts them for as long as the command takes.
   */
  public static EmbeddedServices join(Config config) {
    if (!needed(config)) {
      return configured(config);
    }
    Optional<DataLock> lock = DataLock.take(config.dataDir());
    return lock.isPresent() ? start(config, lock.get()) : attach(config);
  }

  /** Whether a server, or a command, uses the embedded services of this data folder right now. */
  public static boolean inUse(Config config) {
    if (!Files.isDirectory(config.dataDir())) {
      return false;
    }
    Optional<DataLock> lock = DataLock.take(config.dataDir());
    lock.ifPresent(DataLock::close);
    return lock.isEmpty();
  }

  private static boolean needed(Config config) {
    return config.database().uri().isEmpty() || config.redis().uri().isEmpty();
  }

  private static EmbeddedServices configured(Config config) {
    return new EmbeddedServices(config, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static EmbeddedServices start(Config config, DataLock lock) {
    Path dataDir = config.dataDir();
    CompletableFuture<Optional<EmbeddedPostgres>> postgres =
        starting(
            config.database().uri(),
            () ->
                EmbeddedPostgres.start(
                    postgresFolder(dataDir), config.embedded().postgresPort(), Map.of()));
    CompletableFuture<Optional<EmbeddedRedis>> redis =
        starting(
            config.redis().uri(),
            () -> EmbeddedRedis.start(redisFolder(dataDir), config.embedded().redisPort(), 16));
    try {
      return new EmbeddedServices(config, Optional.of(lock), postgres.join(), redis.join());
    } catch (CompletionException failed) {
      closeStarted(postgres);
      closeStarted(redis);
      lock.close();
      throw failed.getCause() instanceof EmbeddedServiceFailure known ? known : failed;
    }
  }

  private static <T> CompletableFuture<Optional<T>> starting(Secret configured, Supplier<T> start) {
    return configured.isEmpty()
        ? CompletableFuture.supplyAsync(() -> Optional.of(start.get()), Thread::startVirtualThread)
        : CompletableFuture.completedFuture(Optional.empty());
  }

  private static void closeStarted(
      CompletableFuture<? extends Optional<? extends AutoCloseable>> starting) {
    try {
      Optional<? extends AutoCloseable> started = starting.join();
      if (started.isPresent()) {
        started.get().close();
      }
    } catch (Exception alreadyReported) {
      LOG.debug("not started", alreadyReported);
    }
  }

  /** A server that has just taken the lock may still be starting them. */
  private static EmbeddedServices attach(Config config) {
    Optional<EmbeddedPostgres> postgres =
        config.database().uri().isEmpty()
            ? Optional.of(awaited(() -> EmbeddedPostgres.running(postgresFolder(config.dataDir()))))
            : Optional.empty();
    Optional<EmbeddedRedis> redis =
        config.redis().uri().isEmpty()
            ? Optional.of(awaited(() -> EmbeddedRedis.running(redisFolder(config.dataDir()))))
            : Optional.empty();
    return new EmbeddedServices(config, Optional.empty(), postgres, redis);
  }

  private static <T> T awaited(Supplier<Optional<T>> running) {
    ServiceProcess.await(() -> running.get().isPresent(), APPEARANCE);
    return running
        .get()
        .orElseThrow(
            () ->
                new EmbeddedServiceFailure(
                    "a server holds data_dir but its PostgreSQL or Redis does not run; restart"
                        + " it"));
  }

  private static Path postgresFolder(Path dataDir) {
    return dataDir.resolve("postgres");
  }

  private static Path redisFolder(Path dataDir) {
    return dataDir.resolve("redis");
  }

  /** Where PostgreSQL is: {@code postgresql://user:password@host:port/database}. */
  public String databaseUri() {
    return postgres.map(EmbeddedPostgres::uri).orElse(config.database().uri()).value();
  }

  /** Where Redis is: {@code redis://:password@host:port/0}. */
  public String redisUri() {
    return redis.map(EmbeddedRedis::uri).orElse(config.redis().uri()).value();
  }

  /**
   * Lets the server go before the PostgreSQL that was started here, where both want the same core,
   * or lets them be equals again.
   *
   * @return whether all of it is so now; if not, to be asked again
   */
  public boolean giveWay(boolean behind) {
    return postgres.map(one -> one.giveWay(behind)).orElse(true);
  }

  /** Stops what {@link #start} started or took over, and what {@link #join} had to start. */
  @Override
  public void close() {
    lock.ifPresent(
        held -> {
          try (held) {
            redis.ifPresent(EmbeddedRedis::close);
            postgres.ifPresent(EmbeddedPostgres::close);
          }
        });
  }
}
