package org.flashcrowd.timelines;

import java.util.List;

/**
 * A page of a home feed as it is stored.
 *
 * @param kept whether the feed is complete and fan-out keeps it so; if not, the entries are what
 *     happens to be there
 * @param fading whether the feed will be given up unless it is {@link HomeFeeds#extend extended}
 * @param entries newest first, the reader's own posts among them
 * @param pulled the authors this reader follows whose posts are not in {@code entries}
 * @param pulledTags the tags, likewise
 */
record FeedSlice(
    boolean kept,
    boolean fading,
    List<FeedEntry> entries,
    List<Long> pulled,
    List<Long> pulledTags) {
  /** Whether the entries are not all of it. */
  boolean pulls() {
    return !pulled.isEmpty() || !pulledTags.isEmpty();
  }
}
