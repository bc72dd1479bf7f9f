package org.flashcrowd.graph;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a list of accounts.
 *
 * @param id what the list is paged by
 * @param account who stands in it
 * @param until when it ends by itself; null for never
 */
record Edge(long id, long account, @Nullable Instant until) {}
