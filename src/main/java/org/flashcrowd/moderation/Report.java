package org.flashcrowd.moderation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A report as the database has it.
 *
 * @param account who filed it
 * @param target whom it is about
 * @param handling what became of it
 */
record Report(
    long id,
    long account,
    long target,
    Category category,
    String comment,
    List<Long> statuses,
    List<Long> rules,
    Handling handling) {

  /**
   * What moderators have done about it.
   *
   * @param assigned the moderator who takes care of it
   * @param takenBy the moderator who resolved it
   * @param takenAt when it was resolved; null while it is open
   */
  record Handling(
      @Nullable Long assigned,
      @Nullable Long takenBy,
      @Nullable Instant takenAt,
      Instant createdAt,
      Instant updatedAt) {}
}
