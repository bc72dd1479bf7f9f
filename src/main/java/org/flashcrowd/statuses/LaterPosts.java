package org.flashcrowd.statuses;

import io.vertx.core.Future;
import java.time.Instant;

/** Takes posts that are to go out at a later time; posts do not know who keeps them until then. */
public interface LaterPosts {
  /**
   * Keeps a post for its time, or finds what was kept or written under the same Idempotency-Key.
   *
   * @return what the app is answered: the API's ScheduledStatus; a post where the key stands for
   *     one. Fails as {@link Statuses#create} does, and with 422 where the time is too near or too
   *     far, or too many wait
   */
  Future<?> schedule(NewStatus status, Instant at);
}
