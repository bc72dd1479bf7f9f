package org.flashcrowd.cli;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.flashcrowd.accounts.AccountViews;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.auth.AuthCapability;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Channels;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.NodeLease;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.mail.Mail;
import org.flashcrowd.resilience.LocalRateLimiter;
import org.flashcrowd.resilience.RateLimiter;

/** What a command needs to change accounts, with or without a server on the same database. */
final class Members {
  private Members() {}

  /** Runs {@code work} on the database's members and waits for what comes of it. */
  static <T> T work(RootCommand root, Function<AuthCapability, Future<T>> work) throws Exception {
    Config config = root.quietConfig();
    return OpenDatabase.with(
        config,
        (vertx, database) ->
            NodeLease.claim(vertx, database, "command:" + ProcessHandle.current().pid())
                .compose(
                    lease ->
                        auth(vertx, config, database, lease, root.jobs())
                            .compose(work)
                            .onComplete(done -> lease.release())));
  }

  private static Future<AuthCapability> auth(
      Vertx vertx, Config config, Database database, NodeLease lease, List<JobKind> kinds) {
    Accounts accounts =
        new Accounts(database, lease.ids(), new AccountViews(config.publicUrl().toString()));
    Channels channels = new Channels(vertx, database);
    RateLimiter limiter = new LocalRateLimiter(InstantSource.system());
    Jobs jobs = new Jobs(vertx, database, kinds, config.jobs());
    return AuthCapability.start(
        new AuthCapability.Ground(
            vertx, config, database, lease.ids(), channels, limiter, jobs, new Mail(jobs)),
        accounts,
        /* vapidKey= */ "");
  }
}
