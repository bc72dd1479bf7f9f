package org.flashcrowd.analytics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Params;
import org.jspecify.annotations.Nullable;

/**
 * Reads a batch of events, all of them or none. What is wrong is named by its place in the batch,
 * {@code events[0]} being the first.
 */
final class EventForm {
  static final int MOST = 100;

  private static final Duration OLDEST = Duration.ofDays(1);
  private static final Duration AHEAD = Duration.ofMinutes(5);
  private static final int LONGEST = (int) Duration.ofDays(1).toMillis();

  private final Params params;
  private final String place;
  private final Instant now;

  private EventForm(Params params, String place, Instant now) {
    this.params = params;
    this.place = place;
    this.now = now;
  }

  /**
   * @param now by what a client's time is judged
   */
  static List<Event> read(Params params, Instant now) {
    List<Params> sent = params.objects("events");
    if (sent.isEmpty()) {
      throw Failure.invalid("events", "ERR_BLANK", "can't be blank");
    }
    if (sent.size() > MOST) {
      throw Failure.invalid("events", "ERR_TOO_LONG", "are more than " + MOST);
    }
    List<Event> events = new ArrayList<>(sent.size());
    for (int i = 0; i < sent.size(); i++) {
      events.add(new EventForm(sent.get(i), "events[" + i + "]", now).event());
    }
    return events;
  }

  private Event event() {
    return new Event(type(), status(), milliseconds(), at());
  }

  private EventType type() {
    return EventType.of(text("type"))
        .orElseThrow(() -> invalid("type", "ERR_INCLUSION", "must be one of " + EventType.NAMES));
  }

  private @Nullable Long status() {
    String text = text("status_id");
    if (text.isEmpty()) {
      return null;
    }
    long id = number(text);
    if (id < 0) {
      throw invalid("status_id", "ERR_INVALID", "must be the id of a post");
    }
    return id;
  }

  private @Nullable Integer milliseconds() {
    String text = text("duration_ms");
    if (text.isEmpty()) {
      return null;
    }
    long milliseconds = number(text);
    if (milliseconds < 0 || milliseconds > LONGEST) {
      throw invalid("duration_ms", "ERR_INVALID", "must be a whole number from 0 to " + LONGEST);
    }
    return (int) milliseconds;
  }

  /** A number of digits alone; -1 for what is none. */
  private static long number(String text) {
    try {
      return Character.isDigit(text.charAt(0)) ? Long.parseLong(text) : -1;
    } catch (NumberFormatException notANumber) {
      return -1;
    }
  }

  private @Nullable Instant at() {
    Instant at = placed("at", () -> params.time("at")).orElse(null);
    if (at == null) {
      return null;
    }
    if (at.isBefore(now.minus(OLDEST)) || at.isAfter(now.plus(AHEAD))) {
      throw invalid(
          "at", "ERR_INVALID", "must be within the last day, and at most five minutes ahead");
    }
    return at;
  }

  private String text(String name) {
    return placed(name, () -> params.text(name)).orElse("");
  }

  /** What the field is refused with, told with the event's place. */
  private <T> Optional<T> placed(String name, Supplier<Optional<T>> read) {
    try {
      return read.get();
    } catch (Failure refused) {
      throw invalid(name, "ERR_INVALID", "must be a single value of its kind");
    }
  }

  private Failure invalid(String name, String error, String description) {
    return Failure.invalid(place + "." + name, error, description);
  }
}
