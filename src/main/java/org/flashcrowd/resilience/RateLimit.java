package org.flashcrowd.resilience;

import java.time.Duration;

/**
 * How often something may be done.
 *
 * @param name tells this limit's counters from those of others
 * @param amount times in {@code per}
 */
public record RateLimit(String name, int amount, Duration per) {}
