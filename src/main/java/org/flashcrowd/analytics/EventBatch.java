package org.flashcrowd.analytics;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What one call told.
 *
 * @param account whose it is; never stored
 */
record EventBatch(long account, Instant received, List<Event> events) {
  EventBatch {
    events = List.copyOf(events);
  }

  int size() {
    return events.size();
  }

  /** The day, in UTC, whose key makes the account a visitor. */
  LocalDate day() {
    return LocalDate.ofInstant(received, ZoneOffset.UTC);
  }
}
