package org.flashcrowd.jobs;

import io.vertx.core.Vertx;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private final String node = UUID.randomUUID().toString();
  private final Set<String> roles = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean gathering = new AtomicBoolean();
  private volatile Runnable local = () -> {};

  Wakeups(Vertx vertx, Database database) {
    this.vertx = vertx;
    this.database = database;
  }

  void onLocal(Runnable task) {
    local = task;
  }

  /** Jobs of these kinds can be claimed now. */
  void ring(Set<JobKind> kinds) {
    local.run();
    kinds.forEach(kind -> roles.add(kind.role().name()));
    if (gathering.compareAndSet(false, true)) {
      vertx.setTimer(GATHER_MILLIS, timer -> tellOthers());
    }
  }

  private void tellOthers() {
    gathering.set(false);
    Set<String> told = Set.copyOf(roles);
    roles.removeAll(told);
    if (told.isEmpty()) {
      return;
    }
    database
        .primary()
        .run(NOTIFY, node + " " + String.join(",", told))
        .onFailure(failure -> LOG.debug("jobs: others were not woken: {}", failure.getMessage()));
  }

  /** Whether a notification is another node's, and about one of {@code ours}. */
  boolean concerns(String payload, Set<String> ours) {
    String[] parts = payload.split(" ", 2);
    if (parts.length < 2 || parts[0].equals(node)) {
      // Somebody's own NOTIFY, from psql say, wakes everybody.
      return !parts[0].equals(node);
    }
    for (String role : parts[1].split(",", -1)) {
      if (ours.contains(role)) {
        return true;
      }
    }
    return false;
  }
}
