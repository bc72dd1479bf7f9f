package org.flashcrowd.analytics;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that somebody did.
 *
 * @param status the post it was done to; whether there is such a one is not asked
 * @param milliseconds how long it took
 * @param at when, by the client's clock
 */
record Event(
    EventType type, @Nullable Long status, @Nullable Integer milliseconds, @Nullable Instant at) {}
