package org.flashcrowd.jobs;

import static org.flashcrowd.jobs.JobNode.await;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.db.Migrations;

/**
 * Measures P7 of the performance targets: no-op jobs through the whole machine. Not a test.
 *
 * <p>Arguments: the URI of an empty database, {@code drain}, {@code through} or {@code latency},
 * and for the first two how many jobs, for the last how many a second; then the node's slots.
 *
 * <ul>
 *   <li>drain: the queue is filled first, then the runner started (graphile-worker's own way)
 *   <li>through: enqueued in transactions of 50 while the runner works
 *   <li>latency: single transactions of one job at a steady rate, for ten seconds
 * </ul>
 */
final class JobBenchmark {
  private static final JobKind NOTHING =
      JobKind.named("bench.nothing", Role.FEED).lane(Lane.INTERACTIVE);
  private static final int IN_A_TRANSACTION = 50;
  private static final int SECONDS = 10;

  private final JobNode node;
  private final int slots;

  private JobBenchmark(String uri, int slots) {
    this.slots = slots;
    this.node =
        new JobNode(
            uri,
            List.of(NOTHING),
            Map.of("JOBS_SLOTS", Integer.toString(slots), "DATABASE_MAX_WAITING", "10000"));
  }

  public static void main(String[] arguments) throws Exception {
    Migrations.run(arguments[0]);
    int amount = Integer.parseInt(arguments[2]);
    JobBenchmark bench = new JobBenchmark(arguments[0], Integer.parseInt(arguments[3]));
    bench.node.update("DELETE FROM job");
    bench.node.update("DELETE FROM job_runner");
    switch (arguments[1]) {
      case "drain" -> bench.drain(amount);
      case "through" -> bench.through(amount);
      default -> bench.latency(amount);
    }
    bench.node.close();
  }

  private static List<JobRequest> batch(int size) {
    List<JobRequest> requests = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      requests.add(JobRequest.of(NOTHING, new JsonObject().put("id", i)).owner(1 + i));
    }
    return requests;
  }

  private CountDownLatch work(int count) {
    CountDownLatch all = new CountDownLatch(count);
    node.start()
        .work(
            NOTHING,
            slots,
            job -> {
              all.countDown();
              return Future.succeededFuture();
            });
    return all;
  }

  private void drain(int count) throws InterruptedException {
    for (int i = 0; i < count / 1000; i++) {
      await(node.database.transaction(tx -> node.jobs.enqueue(tx, batch(1000))));
    }
    long begun = System.nanoTime();
    CountDownLatch all = work(count);
    all.await();
    node.until(0, "SELECT count(*) FROM job");
    report("drain", count, begun);
  }

  private void through(int count) throws InterruptedException {
    CountDownLatch all = work(count);
    Semaphore atOnce = new Semaphore(8);
    long begun = System.nanoTime();
    for (int i = 0; i < count / IN_A_TRANSACTION; i++) {
      atOnce.acquire();
      node.vertx.runOnContext(
          go ->
              node.database
                  .transaction(tx -> node.jobs.enqueue(tx, batch(IN_A_TRANSACTION)))
                  .onComplete(done -> atOnce.release()));
    }
    System.out.printf("enqueued after %d ms%n", (System.nanoTime() - begun) / 1_000_000);
    all.await();
    node.until(0, "SELECT count(*) FROM job");
    report("through", count, begun);
  }

  private static void report(String what, int count, long begun) {
    double seconds = (System.nanoTime() - begun) / 1e9;
    System.out.printf("%s: %d jobs in %.2f s, %.0f/s%n", what, count, seconds, count / seconds);
  }

  /** From the commit's answer at the caller until the handler is called. */
  private void latency(int rate) throws InterruptedException {
    int count = rate * SECONDS;
    long[] committed = new long[count];
    AtomicLong[] started = new AtomicLong[count];
    Arrays.setAll(started, i -> new AtomicLong());
    CountDownLatch all = new CountDownLatch(2 * count);
    node.start()
        .work(
            NOTHING,
            slots,
            job -> {
              started[job.args().getInteger("id")].set(System.nanoTime());
              all.countDown();
              return Future.succeededFuture();
            });
    long begun = System.nanoTime();
    for (int i = 0; i < count; i++) {
      int id = i;
      long due = begun + TimeUnit.SECONDS.toNanos(1) * i / rate;
      while (System.nanoTime() < due) {
        Thread.onSpinWait();
      }
      node.vertx.runOnContext(
          go ->
              node.database
                  .transaction(
                      tx ->
                          node.jobs.enqueue(
                              tx, JobRequest.of(NOTHING, new JsonObject().put("id", id))))
                  .onComplete(
                      done -> {
                        committed[id] = System.nanoTime();
                        all.countDown();
                      }));
    }
    all.await();
    long[] waits = new long[count];
    Arrays.setAll(waits, i -> Math.max(0, started[i].get() - committed[i]));
    Arrays.sort(waits);
    System.out.printf(
        "latency at %d/s: p50 %.2f ms, p99 %.2f ms, max %.2f ms%n",
        rate, waits[count / 2] / 1e6, waits[count * 99 / 100] / 1e6, waits[count - 1] / 1e6);
  }
}
