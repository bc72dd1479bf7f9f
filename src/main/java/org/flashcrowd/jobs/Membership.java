package org.flashcrowd.jobs;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.flashcrowd.db.Sql;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node among those that may hold jobs, and takes over from those that died. Confined to
 * the runner's event loop, so that no job, however busy, holds up the heartbeat.
 */
final class Membership {
  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

  private final RunnerLease lease;
  private final JobMeters meters;
  private Runnable lost = () -> {};
  private Consumer<Set<JobKind>> available = kinds -> {};
  private long runner;

  Membership(Sql sql, String name, Duration term, JobMeters meters) {
    this.lease = new RunnerLease(sql, name, term);
    this.meters = meters;
  }

  /** Calls {@code task} when all that this node holds was given to others. */
  void onLost(Runnable task) {
    lost = task;
  }

  /** Calls {@code task} with the kinds of which rescued jobs can be claimed. */
  void onAvailable(Consumer<Set<JobKind>> task) {
    available = task;
  }

  Future<Void> join() {
    return lease.register().onSuccess(id -> runner = id).mapEmpty();
  }

  /** What this node claims under. */
  long runner() {
    return runner;
  }

  void heartbeat() {
    long held = runner;
    lease
        .extend(held)
        .onSuccess(
            extended -> {
              if (!extended && runner == held) {
                rejoin();
              }
            })
        .onFailure(failure -> LOG.warn("lease not extended: {}", failure.getMessage()));
  }

  private void rejoin() {
    LOG.warn("this node was given up: its jobs were taken over");
    lost.run();
    join().onFailure(failure -> LOG.warn("not joined again: {}", failure.getMessage()));
  }

  Future<Void> rescue() {
    return lease
        .rescue()
        .onSuccess(this::onRescued)
        .onFailure(failure -> LOG.warn("nothing rescued: {}", failure.getMessage()))
        .mapEmpty();
  }

  private void onRescued(List<RunnerLease.Rescued> rescued) {
    Set<JobKind> claimable = new HashSet<>();
    for (RunnerLease.Rescued job : rescued) {
      LOG.warn(
          "job {} ({}) of a dead node is {} after attempt {}",
          job.id(),
          job.kind(),
          job.state(),
          job.attempt());
      JobKind kind = meters.kind(job.kind());
      if (kind == null) {
        continue;
      }
      meters.rescued(kind);
      switch (job.state()) {
        case "parked" -> meters.parked(kind);
        case "available" -> claimable.add(kind);
        default -> {}
      }
    }
    if (!claimable.isEmpty()) {
      available.accept(claimable);
    }
  }

  Future<Void> leave() {
    return lease
        .leave(runner)
        .onFailure(failure -> LOG.warn("others will notice later: {}", failure.getMessage()))
        .otherwiseEmpty();
  }
}
