package org.flashcrowd.jobs;

import io.vertx.core.Future;

/**
 * Does the work of one kind of job. It may run more than once for one job: make the effect in one
 * transaction with {@link Jobs#fence}, or make it harmless to repeat.
 */
@FunctionalInterface
public interface JobHandler {
  /**
   * Called in the context of the verticle that registered it.
   *
   * @return done, or failed: with {@link JobFailure#permanent} to park the job at once, with
   *     anything else to try again later
   */
  Future<Void> handle(Job job);
}
