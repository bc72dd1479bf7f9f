package org.flashcrowd.cli;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.flashcrowd.accounts.AccountViews;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.auth.AuthCapability;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Channels;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Migrations;
import org.flashcrowd.db.NodeLease;
import org.flashcrowd.dev.EmbeddedServices;
import org.flashcrowd.http.Failure;

/** What a command needs to work on accounts, with or without a server on the same database. */
final class Members {
  private static final long SECONDS = 30;

  private Members() {}

  /** Runs {@code work} on the database's members and waits for what comes of it. */
  static <T> T work(Config config, Function<AuthCapability, Future<T>> work) throws Exception {
    try (EmbeddedServices services = EmbeddedServices.join(config)) {
      Migrations.run(services.databaseUri());
      Vertx vertx = Vertx.vertx();
      try {
        Database database =
            Database.open(
                vertx, services.databaseUri(), config.database(), new SimpleMeterRegistry());
        return await(
            NodeLease.claim(vertx, database, "command:" + ProcessHandle.current().pid())
                .compose(
                    lease ->
                        auth(vertx, config, database, lease)
                            .compose(work)
                            .onComplete(done -> lease.release())));
      } finally {
        vertx.close().toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
      }
    }
  }

  private static Future<AuthCapability> auth(
      Vertx vertx, Config config, Database database, NodeLease lease) {
    Accounts accounts =
        new Accounts(database, lease.ids(), new AccountViews(config.publicUrl().toString()));
    Channels channels = new Channels(vertx, database);
    return AuthCapability.start(vertx, config, database, lease.ids(), channels, accounts);
  }

  private static <T> T await(Future<T> future) throws InterruptedException {
    try {
      return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new CommandFailure("no answer within " + SECONDS + " s", late);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Failure refused) {
        throw new CommandFailure(String.valueOf(refused.getMessage()), refused);
      }
      throw new CommandFailure(String.valueOf(failed.getCause()), failed);
    }
  }
}
