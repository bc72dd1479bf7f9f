package org.flashcrowd.media.storage;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.flashcrowd.resilience.Overloaded;
import org.jspecify.annotations.Nullable;

/** Times every call by what it did and how it ended. */
final class MeteredStorage extends StorageDecorator {
  private final MeterRegistry meters;

  MeteredStorage(MeterRegistry meters, ObjectStorage next) {
    super(next);
    this.meters = meters;
  }

  @Override
  <T> Future<T> around(String operation, Supplier<Future<T>> call) {
    long started = System.nanoTime();
    return call.get()
        .onComplete(
            done ->
                Timer.builder("flashcrowd.storage.calls")
                    .description("Calls of the object storage; of a body read, until it begins")
                    .tag("operation", operation)
                    .tag("outcome", outcome(done.cause()))
                    .register(meters)
                    .record(System.nanoTime() - started, TimeUnit.NANOSECONDS));
  }

  private static String outcome(@Nullable Throwable failure) {
    return switch (failure) {
      case null -> "ok";
      case StorageUnavailable away -> "unavailable";
      case StorageFull full -> "full";
      case Overloaded busy -> "busy";
      default -> "error";
    };
  }
}
