package org.flashcrowd.instance;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that costs to find out and may be a while old: found out again by one caller at a time
 * (single-flight), while the others get what was known before. What cannot be found out again is
 * what was known before too.
 */
final class Refreshed<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Refreshed.class);

  private record Known<T>(T value, Instant until) {}

  private final String name;
  private final Duration fresh;
  private final InstantSource clock;
  private final Supplier<Future<T>> source;
  private @Nullable Known<T> known;
  private @Nullable Future<T> underWay;

  Refreshed(String name, Duration fresh, InstantSource clock, Supplier<Future<T>> source) {
    this.name = name;
    this.fresh = fresh;
    this.clock = clock;
    this.source = source;
  }

  /** Fails only where it was never found out before. */
  synchronized Future<T> get() {
    Known<T> before = known;
    if (before != null && (underWay != null || clock.instant().isBefore(before.until()))) {
      return Future.succeededFuture(before.value());
    }
    Future<T> current = underWay;
    if (current == null) {
      current = source.get();
      underWay = current;
      current.onComplete(done -> finished(done.succeeded() ? done.result() : null));
    }
    return before == null ? current : current.otherwise(failure -> stale(before, failure));
  }

  private synchronized void finished(@Nullable T value) {
    underWay = null;
    if (value != null) {
      known = new Known<>(value, clock.instant().plus(fresh));
    }
  }

  private T stale(Known<T> before, Throwable failure) {
    LOG.warn("{} not known anew: {}", name, failure.getMessage());
    return before.value();
  }
}
