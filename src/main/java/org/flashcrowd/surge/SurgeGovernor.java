package org.flashcrowd.surge;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.flashcrowd.config.SurgeSettings;
import org.flashcrowd.db.Channels;
import org.flashcrowd.db.Database;
import org.flashcrowd.resilience.LoopLoad;
import org.flashcrowd.resilience.Surge;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node's level: measures twice a second, climbs and descends by it, and follows an
 * operator's pin, which holds for all nodes.
 */
public final class SurgeGovernor implements Surge {
  /** How often is measured. */
  static final Duration INTERVAL = Duration.ofMillis(500);

  private static final Logger LOG = LoggerFactory.getLogger(SurgeGovernor.class);

  /**
   * The level and why it is that.
   *
   * @param pinned whether an operator set it
   */
  private record State(Level level, String reason, boolean pinned) {}

  /**
   * All there is to say of a node, for an operator.
   *
   * @param signals the last measurement: ms, %, s
   */
  public record Report(
      int level, String name, String reason, boolean pinned, Map<String, Double> signals) {}

  private static final State CALM = new State(Level.NORMAL, "calm", false);

  private final Vertx vertx;
  private final MeterRegistry meters;
  private final boolean enabled;
  private final Readings readings;
  private final Ladder ladder;
  private final PinRepository pins;
  private final Map<Signal, Double> latest = new EnumMap<>(Signal.class);
  private volatile State state = CALM;
  private @Nullable Level pin;
  private boolean measuring;
  private int loops;
  private long timer = -1;

  public SurgeGovernor(
      Vertx vertx, Database database, SurgeSettings settings, MeterRegistry meters) {
    this.vertx = vertx;
    this.meters = meters;
    this.enabled = settings.enabled();
    this.readings = new Readings(vertx, database);
    this.ladder = new Ladder(settings.dwell(), System.nanoTime());
    this.pins = new PinRepository(database);
    Gauge.builder("flashcrowd.surge.level", this, governor -> governor.level().number())
        .description("How far this node cuts back: 0 not at all, 4 it refuses requests")
        .register(meters);
    Gauge.builder("flashcrowd.surge.pinned", this, governor -> governor.pinned() ? 1 : 0)
        .description("Whether an operator set the level")
        .register(meters);
    for (Signal signal : Signal.values()) {
      Gauge.builder("flashcrowd.surge.signal", this, governor -> governor.latest(signal))
          .description("What the level follows: ms, %, s")
          .tag("signal", name(signal))
          .register(meters);
    }
  }

  private double latest(Signal signal) {
    synchronized (latest) {
      return latest.getOrDefault(signal, 0.0);
    }
  }

  /** Reads the pin and begins to measure. */
  public Future<Void> start(Channels channels) {
    pins.onChange(channels, this::readPin);
    if (enabled) {
      timer = vertx.setPeriodic(INTERVAL.toMillis(), tick -> measure());
    }
    return pins.read().onSuccess(pinned -> follow(pinned.orElse(null))).mapEmpty();
  }

  private void readPin() {
    pins.read()
        .onSuccess(pinned -> follow(pinned.orElse(null)))
        .onFailure(unread -> LOG.warn("surge: the pin is not known: {}", unread.getMessage()));
  }

  private void measure() {
    if (measuring) {
      return;
    }
    measuring = true;
    readings
        .take()
        .onSuccess(
            values -> {
              synchronized (latest) {
                latest.putAll(values);
              }
              climb(values);
            })
        .onComplete(taken -> measuring = false);
  }

  private synchronized void climb(Map<Signal, Double> values) {
    ladder.take(values, System.nanoTime());
    settle();
  }

  private synchronized void follow(@Nullable Level pinned) {
    pin = pinned;
    settle();
  }

  private void settle() {
    Level pinned = pin;
    Ladder.Step step = ladder.step();
    State next =
        pinned == null
            ? new State(step.level(), step.reason(), false)
            : new State(pinned, "pinned", true);
    State before = state;
    state = next;
    if (before.level() != next.level() || before.pinned() != next.pinned()) {
      LOG.warn("surge: level {} {} ({})", next.level().number(), name(next.level()), next.reason());
    }
  }

  /** How levels and signals are called outside of the program. */
  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Level level() {
    return state.level();
  }

  public Report report() {
    State now = state;
    Map<String, Double> signals = new TreeMap<>();
    for (Signal signal : Signal.values()) {
      signals.put(name(signal), latest(signal));
    }
    return new Report(now.level().number(), name(now.level()), now.reason(), now.pinned(), signals);
  }

  /** In one line, such as {@code 2 patient (database slow: 170 ms)}. */
  public String summary() {
    State now = state;
    return now.level().number() + " " + name(now.level()) + " (" + now.reason() + ")";
  }

  @Override
  public boolean pinned() {
    return state.pinned();
  }

  /** Requests that this node refused because there was no room, since it started. */
  public long refused() {
    return readings.refused();
  }

  @Override
  public synchronized void watch(Supplier<LoopLoad> loop) {
    readings.watch(loop);
    String number = Integer.toString(loops++);
    meter("limit", "Requests let in at once, at most", number, () -> loop.get().limit());
    meter("inflight", "The most let in at once, lately", number, () -> loop.get().inFlight());
    meter("waiting", "Requests waiting to be let in", number, () -> loop.get().waiting());
    meter("lag.ms", "How long events wait for the loop", number, () -> loop.get().lagMillis());
  }

  private void meter(String name, String description, String loop, Supplier<Number> value) {
    Gauge.builder("flashcrowd.http.loop." + name, value)
        .description(description)
        .tag("loop", loop)
        .register(meters);
  }

  /** Follows how old, in seconds, the oldest job is that somebody waits for. */
  public void watchQueue(DoubleSupplier ageSeconds) {
    readings.watchQueue(ageSeconds);
  }

  public PinRepository pins() {
    return pins;
  }

  public void close() {
    vertx.cancelTimer(timer);
  }
}
