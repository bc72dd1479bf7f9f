package org.flashcrowd.statuses;

import java.util.List;
import java.util.Set;

/** What stands above and below a post in its conversation: the API's Context. */
public record ContextView(List<StatusView> ancestors, List<StatusView> descendants) {
  /** As {@link StatusView#concerned}. */
  Set<Long> concerned() {
    Set<Long> ids = StatusView.concerned(ancestors);
    ids.addAll(StatusView.concerned(descendants));
    return ids;
  }
}
