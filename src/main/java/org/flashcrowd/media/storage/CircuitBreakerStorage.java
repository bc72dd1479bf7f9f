package org.flashcrowd.media.storage;

import io.vertx.core.Future;
import java.util.function.Supplier;
import org.flashcrowd.resilience.Breaker;
import org.flashcrowd.resilience.BreakerOpen;

/**
 * Leaves a storage alone for a while that has failed several times: callers are told so at once,
 * instead of each waiting for a deadline. A full storage, or one that has no such object, works.
 */
final class CircuitBreakerStorage extends StorageDecorator {
  private final Breaker breaker;

  /**
   * @param breaker that counts {@link StorageUnavailable} alone
   */
  CircuitBreakerStorage(Breaker breaker, ObjectStorage next) {
    super(next);
    this.breaker = breaker;
  }

  @Override
  <T> Future<T> around(String operation, Supplier<Future<T>> call) {
    return breaker
        .run(call)
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof BreakerOpen open
                        ? StorageUnavailable.passing(String.valueOf(open.getMessage()), null)
                        : failure));
  }
}
