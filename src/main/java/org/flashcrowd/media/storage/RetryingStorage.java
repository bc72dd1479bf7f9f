package org.flashcrowd.media.storage;

import io.vertx.core.Future;
import java.util.function.Supplier;
import org.flashcrowd.resilience.Retry;

/** Makes a call again that failed for something that may be over in a moment. */
final class RetryingStorage extends StorageDecorator {
  private final Retry retry;

  RetryingStorage(Retry retry, ObjectStorage next) {
    super(next);
    this.retry = retry;
  }

  static boolean isWorthwhile(Throwable failure) {
    return failure instanceof StorageUnavailable unavailable && unavailable.isPassing();
  }

  @Override
  <T> Future<T> around(String operation, Supplier<Future<T>> call) {
    return retry.run(call);
  }
}
