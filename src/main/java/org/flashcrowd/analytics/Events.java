package org.flashcrowd.analytics;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.flashcrowd.analytics.EventMeters.Reason;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Params;
import org.flashcrowd.resilience.Breaker;
import org.flashcrowd.resilience.BreakerOpen;
import org.flashcrowd.resilience.Overloaded;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes in what clients tell. What is acknowledged is committed. */
final class Events {
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);
  private static final int RETRY_SECONDS = 2;

  private final EventBuffer buffer;
  private final Clock clock;
  private final EventMeters meters;

  Events(EventBuffer buffer, Clock clock, EventMeters meters) {
    this.buffer = buffer;
    this.clock = clock;
    this.meters = meters;
    meters.watch(buffer::waiting);
  }

  /**
   * Writes with an end to each write. When several fail the next ones fail at once for a while: a
   * table that hangs must not make every call wait, which would cost others their turn.
   */
  static EventBuffer.Writer guarded(
      EventBuffer.Writer writer, Breaker breaker, EventMeters meters) {
    return group -> {
      long began = System.nanoTime();
      return breaker
          .<Void>run(() -> writer.write(group).mapEmpty())
          .onComplete(done -> meters.written(began))
          .onFailure(Events::tell);
    };
  }

  /** Once for a group, and not for those that were not tried. */
  private static void tell(Throwable cause) {
    if (!(cause instanceof BreakerOpen)) {
      LOG.warn("events were not written: {}", cause.getMessage());
    }
  }

  /**
   * Stores all events of a call, or none.
   *
   * @return how many
   */
  Future<Integer> accept(long account, Params params) {
    Instant now = clock.instant();
    List<Event> events = read(params, now);
    return buffer
        .add(new EventBatch(account, now, events))
        .map(committed -> events.size())
        .onSuccess(meters::accepted)
        .recover(this::refused);
  }

  private List<Event> read(Params params, Instant now) {
    try {
      return EventForm.read(params, now);
    } catch (Failure invalid) {
      meters.refused(Reason.INVALID);
      throw invalid;
    }
  }

  /** Whatever the database said to the write: the caller did nothing wrong, and may try again. */
  private Future<Integer> refused(Throwable cause) {
    if (cause instanceof Overloaded) {
      meters.refused(Reason.FULL);
      return Future.failedFuture(cause);
    }
    meters.refused(Reason.FAILED);
    return Future.failedFuture(
        Failure.unavailable("Events cannot be taken right now", RETRY_SECONDS));
  }
}
