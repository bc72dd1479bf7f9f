package org.flashcrowd.cli;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.DatabaseSettings;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Migrations;
import org.flashcrowd.dev.EmbeddedServices;
import org.flashcrowd.http.Failure;

/** The database for as long as one command takes, that of a running server where there is one. */
final class OpenDatabase {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int NOT_FOUND = 404;

  private OpenDatabase() {}

  /** What a command does with the database. */
  @FunctionalInterface
  interface Work<T> {
    Future<T> on(Vertx vertx, Database database);
  }

  /** Runs {@code work} and waits for what comes of it. */
  static <T> T with(Config config, Work<T> work) throws Exception {
    return with(config, config.database(), PATIENCE, work);
  }

  /**
   * The same for what reads so much that it takes long.
   *
   * @param patience how long, a single statement too
   */
  static <T> T patiently(Config config, Duration patience, Work<T> work) throws Exception {
    return with(config, config.database().withStatementTimeout(patience), patience, work);
  }

  private static <T> T with(
      Config config, DatabaseSettings settings, Duration patience, Work<T> work) throws Exception {
    try (EmbeddedServices services = EmbeddedServices.join(config)) {
      Migrations.run(services.databaseUri());
      Vertx vertx = Vertx.vertx();
      try {
        Database database =
            Database.open(vertx, services.databaseUri(), settings, new SimpleMeterRegistry());
        return await(work.on(vertx, database), patience.toSeconds());
      } finally {
        await(vertx.close(), PATIENCE.toSeconds());
      }
    }
  }

  private static <T> T await(Future<T> future, long seconds) throws InterruptedException {
    try {
      return future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new CommandFailure("no answer within " + seconds + " s", late);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Failure refused) {
        throw new CommandFailure(reason(refused), refused);
      }
      throw new CommandFailure(String.valueOf(failed.getCause()), failed);
    }
  }

  /** What apps read from the body of an answer, as one line. */
  private static String reason(Failure refused) {
    if (refused.status() == NOT_FOUND) {
      return "there is none of that name";
    }
    var details = refused.body().details();
    return details == null
        ? refused.body().error()
        : details.entrySet().stream()
            .flatMap(
                field ->
                    field.getValue().stream()
                        .map(detail -> field.getKey() + " " + detail.description()))
            .collect(Collectors.joining(", "));
  }
}
