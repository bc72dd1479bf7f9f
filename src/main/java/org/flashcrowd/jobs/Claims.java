package org.flashcrowd.jobs;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims jobs for this node, and now and then gives back those that are its own without its
 * knowing: a claim may have happened although its answer was lost with the connection. Confined to
 * the runner's event loop, which makes one claim at a time.
 */
final class Claims {
  private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

  private final QueueRepository repository;
  private final long reviewNanos;
  private final Supplier<Collection<Long>> known;
  private long reviewed = System.nanoTime();

  /**
   * @param review how often to look for jobs that nobody here knows of
   * @param known the ids of all that this node has claimed and not written the outcome of
   */
  Claims(QueueRepository repository, Duration review, Supplier<Collection<Long>> known) {
    this.repository = repository;
    this.reviewNanos = review.toNanos();
    this.known = known;
  }

  /** Claims no more than is wanted. */
  Future<List<QueueRepository.Claimed>> claim(long runner, List<Slots.Want> wants) {
    return reviewed(runner).compose(done -> repository.claim(runner, wants));
  }

  private Future<?> reviewed(long runner) {
    long now = System.nanoTime();
    if (now - reviewed < reviewNanos) {
      return Future.succeededFuture();
    }
    return repository
        .releaseForgotten(runner, known.get())
        .onSuccess(
            released -> {
              reviewed = now;
              if (released > 0) {
                LOG.warn("{} jobs given back: the answer to their claim was lost", released);
              }
            });
  }
}
