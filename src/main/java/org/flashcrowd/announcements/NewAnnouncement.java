package org.flashcrowd.announcements;

import java.time.Instant;
import org.flashcrowd.http.Failure;
import org.jspecify.annotations.Nullable;

/**
 * An announcement to be made; 422 for one that cannot be.
 *
 * @param text as posts are written: mentions, tags, URLs and emojis
 * @param startsAt of what it is about
 * @param endsAt after which it is no longer shown
 * @param allDay whether only the days of both count, the last one included
 */
public record NewAnnouncement(
    String text, @Nullable Instant startsAt, @Nullable Instant endsAt, boolean allDay) {
  private static final int LONGEST = 5_000;

  public NewAnnouncement {
    if (text.isBlank() || text.codePointCount(0, text.length()) > LONGEST) {
      throw Failure.unprocessable("an announcement has 1 to " + LONGEST + " characters");
    }
    if (startsAt != null && endsAt != null && endsAt.isBefore(startsAt)) {
      throw Failure.unprocessable("an announcement cannot end before it starts");
    }
    if (allDay && startsAt == null && endsAt == null) {
      throw Failure.unprocessable("whole days need a start or an end");
    }
  }
}
