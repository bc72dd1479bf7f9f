package org.flashcrowd.observability;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Whether this node is alive and whether it should be sent requests.
 *
 * <p>Live: it answers at all. Ready: it has started and is not draining. The state of what all
 * nodes share (PostgreSQL, Redis) is reported and does not make a node unready: an outage of theirs
 * would otherwise take every node out at once.
 */
public final class Health {
  /** What is answered: the verdict and the state of each part. */
  public record Report(String status, Map<String, String> parts) {
    public boolean ok() {
      return status.equals("ok");
    }
  }

  private final Map<String, Supplier<String>> parts = new ConcurrentHashMap<>();
  private volatile String state = "starting";

  /** Adds a part whose state, one word, is shown beside the verdict. It must answer at once. */
  public void part(String name, Supplier<String> stateOfIt) {
    parts.put(name, stateOfIt);
  }

  public void started() {
    state = "ok";
  }

  public void draining() {
    state = "draining";
  }

  public Report live() {
    return new Report("ok", Map.of());
  }

  public Report ready() {
    Map<String, String> states = new LinkedHashMap<>();
    new TreeMap<>(parts).forEach((name, stateOfIt) -> states.put(name, stateOfIt.get()));
    return new Report(state, states);
  }
}
