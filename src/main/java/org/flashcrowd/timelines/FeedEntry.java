package org.flashcrowd.timelines;

import org.jspecify.annotations.Nullable;

/**
 * One post of a feed.
 *
 * @param status its id, by which feeds are ordered
 * @param reblogOf the original, when it is a boost
 */
record FeedEntry(long status, @Nullable Long reblogOf) {}
