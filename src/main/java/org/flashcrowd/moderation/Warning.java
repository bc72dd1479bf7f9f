package org.flashcrowd.moderation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a decision, for its account's owner to read.
 *
 * @param action a {@link Sanction}'s name, or {@code delete_statuses}
 */
record Warning(String action, @Nullable Long report, String text, List<Long> statuses) {
  static Warning of(Decision decision) {
    return new Warning(decision.sanction().wire(), decision.report(), decision.text(), List.of());
  }
}
