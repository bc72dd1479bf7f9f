package org.flashcrowd;

import static java.util.Objects.requireNonNull;

import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.flashcrowd.cli.CommandFailure;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.Secret;
import org.flashcrowd.config.ServiceUris;
import org.flashcrowd.db.Migrations;
import org.flashcrowd.dev.EmbeddedServices;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server with what it stands on, started and stopped in order. A stop may come in the middle of
 * the start, from the thread of a signal: it waits for the step under way and undoes what is there.
 */
final class Node {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final long START_SECONDS = 60;
  // On a core that they share, most of what is hot is compiled by then; a node that meets its crowd
  // before would stay slow.
  private static final Duration COMPILED = Duration.ofSeconds(60);
  // Beside drain.notice.
  private static final long STOP_SECONDS = 40;

  private final Config config;
  private final @Nullable Path file;
  private @Nullable EmbeddedServices services;
  private @Nullable Server server;
  private @Nullable MediaProcess media;
  private boolean stopped;

  /**
   * @param file that the settings were read from, if there is one
   */
  Node(Config config, @Nullable Path file) {
    this.config = config;
    this.file = file;
  }

  void start() throws InterruptedException {
    EmbeddedServices running = startServices();
    Migrations.run(running.databaseUri());
    startServer(new ServiceUris(new Secret(running.databaseUri()), new Secret(running.redisUri())));
    Server serving = server();
    Precedence.follow(serving.vertx(), serving::refused, behind -> giveWay(running, behind));
  }

  private static boolean giveWay(EmbeddedServices services, boolean behind) {
    long uptime = ManagementFactory.getRuntimeMXBean().getUptime();
    if (behind && uptime >= COMPILED.toMillis()) {
      CompilerThreads.putBehind();
    }
    return services.giveWay(behind);
  }

  private synchronized EmbeddedServices startServices() {
    checkNotStopped();
    EmbeddedServices started = EmbeddedServices.start(config);
    services = started;
    return started;
  }

  private synchronized void startServer(ServiceUris uris) throws InterruptedException {
    checkNotStopped();
    Server started = await(Server.start(config, uris).toCompletionStage().toCompletableFuture());
    server = started;
    if (config.separatesMedia()) {
      media =
          new MediaProcess(
              MediaProcessLaunch.of(config, file, uris),
              config.media().separate().maxMemory(),
              started.health(),
              started.meters());
    }
  }

  private void checkNotStopped() {
    if (stopped) {
      throw new CommandFailure("stopped before it was ready");
    }
  }

  private static Server await(Future<Server> starting) throws InterruptedException {
    try {
      return starting.get(START_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new CommandFailure("the server did not start within " + START_SECONDS + " s", late);
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      if (cause != null && isPortTaken(cause)) {
        throw new CommandFailure(
            cause.getMessage() + "; set FLASHCROWD_HTTP_PORT or FLASHCROWD_MANAGEMENT_PORT", cause);
      }
      throw new CommandFailure(
          "the server did not start: " + (cause == null ? failed : cause), failed);
    }
  }

  /** The native transport of Linux has an exception of its own, with the system's text. */
  private static boolean isPortTaken(Throwable failure) {
    return failure instanceof BindException
        || String.valueOf(failure.getMessage()).contains("Address already in use");
  }

  /** The server that runs. */
  synchronized Server server() {
    return requireNonNull(server);
  }

  /** Finishes what is under way, stops the server, then its services. */
  synchronized void stop() {
    if (stopped) {
      return;
    }
    stopped = true;
    Thread farewell = Thread.ofVirtual().start(this::stopMedia);
    if (server != null) {
      try {
        server
            .stop()
            .toCompletionStage()
            .toCompletableFuture()
            .get(config.drain().notice().toSeconds() + STOP_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException unclean) {
        LOG.warn("stopped uncleanly", unclean);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    try {
      farewell.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    if (services != null) {
      services.close();
    }
  }

  /** At the same time as the server: each finishes what it is at. */
  private void stopMedia() {
    MediaProcess running = media;
    if (running != null) {
      running.close();
    }
  }
}
