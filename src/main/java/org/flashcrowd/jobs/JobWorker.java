package org.flashcrowd.jobs;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.jspecify.annotations.Nullable;

/**
 * A verticle that does nothing but one kind of job. Deploy it as WORKER with a named pool when the
 * handler blocks or computes, as VIRTUAL_THREAD when it waits, on an event loop when it is all
 * futures.
 */
public final class JobWorker extends VerticleBase {
  private final Jobs jobs;
  private final JobKind kind;
  private final int atOnce;
  private final JobHandler handler;
  private @Nullable JobConsumer consumer;

  /**
   * @param atOnce jobs that this instance is handed at once. A WORKER does one after the other: 2
   *     keeps the next one ready
   */
  public JobWorker(Jobs jobs, JobKind kind, int atOnce, JobHandler handler) {
    this.jobs = jobs;
    this.kind = kind;
    this.atOnce = atOnce;
    this.handler = handler;
  }

  @Override
  public Future<?> start() {
    return jobs.consume(kind, atOnce, handler).onSuccess(registered -> consumer = registered);
  }

  @Override
  public Future<?> stop() {
    return consumer == null ? Future.succeededFuture() : consumer.close();
  }
}
