package org.flashcrowd.observability;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Whether this node is alive and whether it should be sent requests.
 *
 * <p>Live: its event loops turn. Ready: it has started and is not draining. The state of what all
 * nodes share (PostgreSQL, Redis) is reported and does not make a node unready: an outage of theirs
 * would otherwise take every node out at once.
 */
public final class Health {
  /** What is answered: the verdict and the state of each part. */
  public record Report(String status, Map<String, String> parts) {
    public boolean ok() {
      return status.equals(OK);
    }
  }

  private static final String OK = "ok";
  private static final String DRAINING = "draining";
  // Nothing on a loop may take a tenth of a second; a collection of garbage may take some.
  private static final Duration STUCK = Duration.ofSeconds(10);

  private final Map<String, Supplier<String>> parts = new ConcurrentHashMap<>();
  private final Map<String, Long> turned = new ConcurrentHashMap<>();
  private final LongSupplier nanos;
  private volatile String state = "starting";

  public Health() {
    this(System::nanoTime);
  }

  /**
   * @param nanos as {@link System#nanoTime}
   */
  public Health(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** An event loop tells that it turns, once a second. From that loop. */
  public void turns(String loop) {
    turned.put(loop, nanos.getAsLong());
  }

  /** Adds a part whose state, one word, is shown beside the verdict. It must answer at once. */
  public void part(String name, Supplier<String> stateOfIt) {
    parts.put(name, stateOfIt);
  }

  public void started() {
    state = OK;
  }

  public void draining() {
    state = DRAINING;
  }

  /** Names the event loops that are held up, unless the node is about to end anyway. */
  public Report live() {
    if (state.equals(DRAINING)) {
      return new Report(OK, Map.of());
    }
    long now = nanos.getAsLong();
    Map<String, String> stuck = new TreeMap<>();
    turned.forEach(
        (loop, at) -> {
          Duration silent = Duration.ofNanos(now - at);
          if (silent.compareTo(STUCK) > 0) {
            stuck.put(loop, "held up for %d s".formatted(silent.toSeconds()));
          }
        });
    return new Report(stuck.isEmpty() ? OK : "stuck", stuck);
  }

  public Report ready() {
    Map<String, String> states = new LinkedHashMap<>();
    new TreeMap<>(parts).forEach((name, stateOfIt) -> states.put(name, stateOfIt.get()));
    return new Report(state, states);
  }
}
