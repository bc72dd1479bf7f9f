package org.flashcrowd.timelines;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a timeline.
 *
 * @param entries newest first
 * @param reached how far posts were looked at for it, when there may be more behind; null at the
 *     end, and where the entries themselves tell
 */
record Gathered(List<FeedEntry> entries, @Nullable Long reached) {
  /** A page that its entries say all about. */
  static Gathered of(List<FeedEntry> entries) {
    return new Gathered(entries, null);
  }

  /**
   * What the page spans, newest first: its links follow from this, so that a page of which
   * everything was sorted out does not end the list.
   */
  List<Long> span(boolean upwards) {
    List<Long> span = new ArrayList<>(entries.size() + 1);
    entries.forEach(entry -> span.add(entry.status()));
    if (reached != null && !span.contains(reached)) {
      span.add(upwards ? 0 : span.size(), reached);
    }
    return span;
  }
}
