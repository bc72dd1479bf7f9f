package org.flashcrowd.jobs;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Gathers what became of jobs and writes it in batches: by time, by number, or when flushed. What
 * could not be written is kept and tried again; it cannot grow without bound, since {@link #behind}
 * stops the claims. Confined to the runner's event loop.
 */
final class Outcomes {
  private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);
  private static final int BATCH = 500;
  private static final long RETRY_MILLIS = 500;

  private final QueueRepository repository;
  private final long intervalMillis;
  private final JobMeters meters;
  private List<Job> done = new ArrayList<>();
  private List<QueueRepository.Failure> failures = new ArrayList<>();
  private List<Job> released = new ArrayList<>();
  // What is being written now.
  private List<Job> underway = List.of();
  private @Nullable Vertx vertx;
  private boolean armed;
  private Future<Void> writing = Future.succeededFuture();

  Outcomes(QueueRepository repository, long intervalMillis, JobMeters meters) {
    this.repository = repository;
    this.intervalMillis = intervalMillis;
    this.meters = meters;
  }

  void on(Vertx clock) {
    vertx = clock;
  }

  void done(Job job) {
    done.add(job);
    arm();
  }

  void failed(QueueRepository.Failure failure) {
    failures.add(failure);
    arm();
  }

  /** The job was not begun, and goes back to where it came from. */
  void released(Job job) {
    released.add(job);
    arm();
  }

  /** The ids of the jobs whose outcome the database may not have yet. */
  Set<Long> unwritten() {
    Set<Long> ids = new HashSet<>();
    Stream.of(done, released, underway).forEach(jobs -> jobs.forEach(job -> ids.add(job.id())));
    failures.forEach(failure -> ids.add(failure.job().id()));
    return ids;
  }

  private int size() {
    return done.size() + failures.size() + released.size();
  }

  /** Whether so much waits to be written that no more work should be begun. */
  boolean behind() {
    return size() > 4 * BATCH;
  }

  private void arm() {
    if (size() >= BATCH && writing.isComplete()) {
      flush();
    } else {
      flushIn(Math.max(1, intervalMillis));
    }
  }

  private void flushIn(long millis) {
    if (!armed && vertx != null) {
      armed = true;
      vertx.setTimer(
          millis,
          timer -> {
            armed = false;
            flush();
          });
    }
  }

  /** Writes all there is; completes, whether it succeeded or not, when nothing is being written. */
  Future<Void> flush() {
    if (!writing.isComplete()) {
      return writing.compose(written -> size() == 0 ? Future.succeededFuture() : flush());
    }
    List<Job> doneNow = done;
    List<QueueRepository.Failure> failedNow = failures;
    List<Job> releasedNow = released;
    done = new ArrayList<>();
    failures = new ArrayList<>();
    released = new ArrayList<>();
    underway =
        Stream.of(
                doneNow, failedNow.stream().map(QueueRepository.Failure::job).toList(), releasedNow)
            .flatMap(List::stream)
            .toList();
    Future<?> completing =
        doneNow.isEmpty()
            ? Future.succeededFuture()
            : repository.complete(doneNow).onFailure(lost -> keep(() -> done.addAll(doneNow)));
    Future<?> failing =
        failedNow.isEmpty()
            ? Future.succeededFuture()
            : repository
                .fail(failedNow)
                .onSuccess(this::onFailed)
                .onFailure(lost -> keep(() -> failures.addAll(failedNow)));
    Future<?> releasing =
        releasedNow.isEmpty()
            ? Future.succeededFuture()
            : repository
                .release(releasedNow)
                .onFailure(lost -> keep(() -> released.addAll(releasedNow)));
    writing =
        Future.join(completing, failing, releasing)
            .onComplete(written -> underway = List.of())
            .onFailure(failure -> LOG.warn("jobs: outcomes not written: {}", failure.getMessage()))
            .otherwiseEmpty()
            .mapEmpty();
    return writing;
  }

  // Written twice is written once: a second DELETE or UPDATE with the same token finds nothing.
  private void keep(Runnable again) {
    again.run();
    flushIn(RETRY_MILLIS);
  }

  private void onFailed(List<QueueRepository.Failed> written) {
    for (QueueRepository.Failed failed : written) {
      JobKind kind = meters.kind(failed.kind());
      if (failed.parked() && kind != null) {
        meters.parked(kind);
      }
      LOG.atLevel(failed.parked() ? Level.ERROR : Level.INFO)
          .log(
              "job {} ({}) {} after attempt {}: {}",
              failed.id(),
              failed.kind(),
              failed.parked() ? "parked" : "to be retried",
              failed.attempt(),
              failed.reason());
    }
  }
}
