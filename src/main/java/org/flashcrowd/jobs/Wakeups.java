package org.flashcrowd.jobs;

import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells runners that jobs were committed: this node's at once, the others by one NOTIFY for all
 * that was enqueued here within a few milliseconds.
 *
 * <p>Not a NOTIFY in the caller's transaction, because PostgreSQL commits such transactions one
 * after the other (docs/decisions/0002-job-queue.md). A notification lost with this process costs
 * the jobs one poll interval.
 */
final class Wakeups {
  static final String CHANNEL = "jobs";
  private static final Logger LOG = LoggerFactory.getLogger(Wakeups.class);
  private static final long GATHER_MILLIS = 5;

  private static final Query NOTIFY =
      Query.named(
          "jobs.notify",
          """
          SELECT pg_notify('jobs', $1)
          """);

  private final Vertx vertx;
  private final Database database;
  private final Map<String, JobKind> kinds;
  private final String node = UUID.randomUUID().toString();
  private final Set<String> gathered = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean gathering = new AtomicBoolean();
  private volatile Consumer<Set<JobKind>> local = woken -> {};

  Wakeups(Vertx vertx, Database database, Map<String, JobKind> kinds) {
    this.vertx = vertx;
    this.database = database;
    this.kinds = kinds;
  }

  /** Calls {@code task} on whatever thread committed. */
  void onLocal(Consumer<Set<JobKind>> task) {
    local = task;
  }

  /** Jobs of these kinds can be claimed now. */
  void ring(Set<JobKind> woken) {
    local.accept(woken);
    woken.forEach(kind -> gathered.add(kind.name()));
    if (gathering.compareAndSet(false, true)) {
      vertx.setTimer(GATHER_MILLIS, timer -> tellOthers());
    }
  }

  private void tellOthers() {
    gathering.set(false);
    Set<String> told = Set.copyOf(gathered);
    gathered.removeAll(told);
    if (told.isEmpty()) {
      return;
    }
    database
        .primary()
        .run(NOTIFY, node + " " + String.join(",", told))
        .onFailure(failure -> LOG.debug("jobs: others were not woken: {}", failure.getMessage()));
  }

  /**
   * The kinds that a notification is about: none if it is this node's own, all if it names none, as
   * one sent by hand.
   */
  Set<JobKind> heard(String payload) {
    String[] parts = payload.split(" ", 2);
    if (parts[0].equals(node)) {
      return Set.of();
    }
    if (parts.length < 2) {
      return Set.copyOf(kinds.values());
    }
    return Arrays.stream(parts[1].split(",", -1))
        .flatMap(name -> Stream.ofNullable(kinds.get(name)))
        .collect(Collectors.toUnmodifiableSet());
  }
}
