package org.flashcrowd.bench.inside;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.bench.load.Latencies;
import org.flashcrowd.bench.run.Proc;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Channels;
import org.flashcrowd.db.Database;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobRequest;
import org.flashcrowd.jobs.JobRunner;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.resilience.Surge;

/**
 * Jobs that do nothing through the whole machine: enqueued in a transaction, claimed, sent over the
 * event bus, handled, completed. {@code JobsProgram DATABASE flood|steady SECONDS [RATE]}. A flood
 * is enqueued by the hundred and its throughput counts; a steady stream of single jobs, and the
 * time from commit to start counts.
 */
public final class JobsProgram {
  private static final JobKind NOTHING = JobKind.named("bench.nothing", Config.Role.FEED);
  private static final int BATCH = 100;
  private static final int ENQUEUERS = 4;

  /** A cold program takes longer than connections are waited for. */
  private static final int WARMING_SECONDS = 5;

  private static final int WARMING_PART = 4;

  /** So that the queue neither runs dry nor grows without end. */
  private static final int AHEAD = 5_000;

  private final Vertx vertx;
  private final Database database;
  private final Jobs jobs;
  private final long pid = ProcessHandle.current().pid();
  private final Latencies latencies = new Latencies();
  private final long[] committed;
  private long enqueued;
  private long handled;

  private JobsProgram(Vertx vertx, Database database, Jobs jobs, int most) {
    this.vertx = vertx;
    this.database = database;
    this.jobs = jobs;
    this.committed = new long[most];
  }

  public static void main(String[] arguments) throws Exception {
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(2));
    MeterRegistry meters = new SimpleMeterRegistry();
    Config config =
        Config.load(
            null,
            Map.of(
                "FLASHCROWD_JOBS_SLOTS", "1000",
                // A queue that is behind is slow, not broken.
                "FLASHCROWD_DATABASE_CONNECT_TIMEOUT", "30s",
                "FLASHCROWD_DATABASE_STATEMENT_TIMEOUT", "30s"));
    Database database = Database.open(vertx, arguments[0], config.database(), meters);
    Channels channels = new Channels(vertx, database);
    Jobs jobs = new Jobs(vertx, database, List.of(NOTHING), config.jobs());
    int seconds = Integer.parseInt(arguments[2]);
    int rate = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 0;
    JobsProgram program =
        new JobsProgram(vertx, database, jobs, rate == 0 ? 1 : rate * (seconds + 2));
    // All on one event loop, so that its counts need no care.
    vertx.runOnContext(
        go ->
            channels
                .connect()
                .compose(
                    connected ->
                        vertx.deployVerticle(
                            new JobRunner(
                                jobs, database, channels, config, Surge.CALM, "bench", meters)))
                .compose(deployed -> program.start(seconds, rate))
                .onFailure(
                    failure -> {
                      failure.printStackTrace();
                      Runtime.getRuntime().halt(1);
                    }));
  }

  private Future<?> start(int seconds, int rate) {
    return jobs.consume(NOTHING, 500, job -> handle(job.args().getInteger("n")))
        .onSuccess(
            registered -> {
              if (rate == 0) {
                flood(seconds);
              } else {
                steady(seconds, rate);
              }
            });
  }

  private Future<Void> handle(int number) {
    handled++;
    if (number >= 0) {
      // It may be handled before its enqueuer hears of the commit: at once, then.
      long since = committed[number];
      latencies.add(since == 0 ? 0 : System.nanoTime() - since);
    }
    return Future.succeededFuture();
  }

  private void flood(int seconds) {
    for (int i = 0; i < ENQUEUERS; i++) {
      enqueueMany();
    }
    long warm = TimeUnit.SECONDS.toMillis(Math.max(3, seconds / 2));
    vertx.setTimer(
        warm,
        begin -> {
          long before = handled;
          double cpu = Proc.cpu(pid);
          long started = System.nanoTime();
          vertx.setTimer(
              TimeUnit.SECONDS.toMillis(seconds),
              end -> {
                double units = Math.max(1, handled - before);
                print(
                    new JsonObject()
                        .put("units", units)
                        .put("seconds", (System.nanoTime() - started) / 1e9)
                        .put("cpuMicros", (Proc.cpu(pid) - cpu) * 1e6 / units));
              });
        });
  }

  private void enqueueMany() {
    if (enqueued - handled > AHEAD) {
      vertx.setTimer(1, later -> enqueueMany());
      return;
    }
    enqueued += BATCH;
    List<JobRequest> requests =
        Collections.nCopies(BATCH, JobRequest.of(NOTHING, new JsonObject().put("n", -1)));
    database
        .transaction(tx -> jobs.enqueue(tx, requests))
        .onFailure(Throwable::printStackTrace)
        .onComplete(done -> enqueueMany());
  }

  private void steady(int seconds, int rate) {
    stream(rate / WARMING_PART, WARMING_SECONDS, -1);
    vertx.setTimer(
        TimeUnit.SECONDS.toMillis(WARMING_SECONDS),
        warm -> {
          stream(rate, seconds, 0);
          vertx.setTimer(
              TimeUnit.SECONDS.toMillis(seconds + 1L), end -> print(latencies.json(seconds)));
        });
  }

  /**
   * Enqueues one job after the other for a while.
   *
   * @param first number of the first, whose time counts; below zero for none that counts
   */
  private void stream(int rate, int seconds, int first) {
    long started = System.nanoTime();
    int[] sent = {0};
    vertx.setPeriodic(
        1,
        tick -> {
          double due = Math.min(seconds, (System.nanoTime() - started) / 1e9) * rate;
          while (sent[0] < due) {
            enqueueOne(first < 0 ? first : first + sent[0]);
            sent[0]++;
          }
        });
  }

  private void enqueueOne(int number) {
    JobRequest request = JobRequest.of(NOTHING, new JsonObject().put("n", number));
    database
        .transaction(tx -> jobs.enqueue(tx, request))
        .onFailure(Throwable::printStackTrace)
        .onSuccess(
            done -> {
              if (number >= 0) {
                committed[number] = System.nanoTime();
              }
            });
  }

  private static void print(JsonObject result) {
    System.out.println(result.encode());
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }
}
