package org.flashcrowd.surge;

import com.sun.management.OperatingSystemMXBean;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;
import org.flashcrowd.resilience.LoopLoad;
import org.jspecify.annotations.Nullable;

/** Takes the value of every signal. Confined to one event loop, apart from adding sources. */
final class Readings {
  // Next to nothing to do, so its time is the wait for a connection and for PostgreSQL's turn.
  private static final Query PROBE = Query.named("surge.probe", "SELECT 1");
  // No answer at all is worse than any slow one.
  private static final double NO_ANSWER_MILLIS = 1_000;

  private final Vertx vertx;
  private final Database database;
  private final List<Supplier<LoopLoad>> loops = new CopyOnWriteArrayList<>();
  private final List<DoubleSupplier> queueAges = new CopyOnWriteArrayList<>();
  private final OperatingSystemMXBean machine =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private long admitted;
  private long refused;

  Readings(Vertx vertx, Database database) {
    this.vertx = vertx;
    this.database = database;
  }

  void watch(Supplier<LoopLoad> loop) {
    loops.add(loop);
  }

  void watchQueue(DoubleSupplier ageSeconds) {
    queueAges.add(ageSeconds);
  }

  /** Measures; never fails. */
  Future<Map<Signal, Double>> take() {
    Future<Double> single = timed(database.primary().run(PROBE), System.nanoTime());
    Future<Double> transaction =
        timed(database.transaction(tx -> tx.run(PROBE)), System.nanoTime());
    // Reads files of /proc.
    Future<@Nullable Double> processors = vertx.executeBlocking(machine::getCpuLoad, false);
    return Future.join(single, transaction, processors)
        .transform(
            done ->
                Future.succeededFuture(
                    values(
                        Math.max(single.result(), transaction.result()),
                        Objects.requireNonNullElse(processors.result(), 0.0))));
  }

  private static Future<Double> timed(Future<?> answer, long startedNanos) {
    return answer
        .timeout((long) NO_ANSWER_MILLIS, TimeUnit.MILLISECONDS)
        .transform(
            done ->
                Future.succeededFuture(
                    done.succeeded()
                        ? (System.nanoTime() - startedNanos) / 1e6
                        : NO_ANSWER_MILLIS));
  }

  private Map<Signal, Double> values(double database, double processors) {
    List<LoopLoad> loads = loops.stream().map(Supplier::get).toList();
    Map<Signal, Double> values = new EnumMap<>(Signal.class);
    values.put(Signal.LOOP_LAG, loads.stream().mapToDouble(LoopLoad::lagMillis).max().orElse(0));
    values.put(Signal.DATABASE, database);
    values.put(Signal.CPU, Math.max(0, 100 * processors));
    values.put(
        Signal.QUEUE_AGE,
        queueAges.stream().mapToDouble(DoubleSupplier::getAsDouble).max().orElse(0));
    values.put(Signal.SHEDS, shedPercent(loads));
    return values;
  }

  /** Of the requests since the reading before. */
  private double shedPercent(List<LoopLoad> loads) {
    long admittedNow = loads.stream().mapToLong(LoopLoad::admitted).sum();
    long refusedNow = refused(loads);
    long more = admittedNow - admitted + refusedNow - refused;
    double percent = more == 0 ? 0 : 100.0 * (refusedNow - refused) / more;
    admitted = admittedNow;
    refused = refusedNow;
    return percent;
  }

  private static long refused(List<LoopLoad> loads) {
    return loads.stream().mapToLong(LoopLoad::refused).sum();
  }

  /** Requests refused by all loops since they started; from any thread. */
  long refused() {
    return refused(loops.stream().map(Supplier::get).toList());
  }
}
