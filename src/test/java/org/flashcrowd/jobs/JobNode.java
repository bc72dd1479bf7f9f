package org.flashcrowd.jobs;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Channels;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.flashcrowd.resilience.Surge;

/** One node's jobs as {@code Server} wires them, on a Vert.x of its own. */
final class JobNode implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final Vertx vertx = Vertx.vertx();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final Database database;
  final Channels channels;
  final Jobs jobs;
  final JobRunner runner;
  private final Config config;
  private volatile Surge.Level level = Surge.Level.NORMAL;

  /**
   * @param settings environment variables, without their prefix
   */
  JobNode(String uri, List<JobKind> kinds, Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>();
    settings.forEach((name, value) -> environment.put("FLASHCROWD_" + name, value));
    config = Config.load(null, environment);
    database = Database.open(vertx, uri, config.database(), meters);
    channels = new Channels(vertx, database);
    jobs = new Jobs(vertx, database, kinds, config.jobs());
    runner = new JobRunner(jobs, database, channels, config, () -> level, "test", meters);
  }

  JobNode start() {
    await(channels.connect());
    await(vertx.deployVerticle(runner));
    return this;
  }

  /** Deploys one worker on an event loop. */
  JobNode work(JobKind kind, int atOnce, JobHandler handler) {
    await(vertx.deployVerticle(new JobWorker(jobs, kind, atOnce, handler)));
    return this;
  }

  /** Deploys one worker that may block. */
  JobNode workBlocking(JobKind kind, int atOnce, JobHandler handler) {
    await(
        vertx.deployVerticle(
            new JobWorker(jobs, kind, atOnce, handler),
            new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER)));
    return this;
  }

  void enqueue(JobRequest... requests) {
    await(database.transaction(tx -> jobs.enqueue(tx, requests)));
  }

  void surge(Surge.Level now) {
    level = now;
  }

  Sql sql() {
    return database.primary();
  }

  /** Runs one statement for its effect. */
  int update(String sql, Object... arguments) {
    return await(sql().update(Query.named("test", sql), arguments));
  }

  /** The first column of the first row. */
  long number(String sql, Object... arguments) {
    return await(sql().first(Query.named("test", sql), row -> row.getLong(0), arguments))
        .orElseThrow();
  }

  List<Row> rows(String sql, Object... arguments) {
    return await(sql().list(Query.named("test", sql), row -> row, arguments));
  }

  /** Asks the database again until the answer is {@code expected}. */
  void until(long expected, String sql, Object... arguments) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long answer = number(sql, arguments);
    while (answer != expected) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(sql + ": " + answer + " and not " + expected);
      }
      answer = number(sql, arguments);
    }
  }

  static <T> T await(Future<T> future) {
    try {
      return future.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (java.util.concurrent.TimeoutException late) {
      throw new AssertionError("nothing after " + PATIENCE, late);
    }
  }

  @Override
  public void close() {
    if (!vertx.deploymentIDs().isEmpty()) {
      // Some handlers of these tests never finish.
      await(runner.drain(Duration.ofMillis(100)));
    }
    await(Future.join(vertx.deploymentIDs().stream().map(vertx::undeploy).toList()));
    await(vertx.close());
  }
}
