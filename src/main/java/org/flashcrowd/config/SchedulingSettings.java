package org.flashcrowd.config;

import java.time.Duration;

/** The settings of scheduled posts: how many of one account wait, and how far ahead. */
public record SchedulingSettings(
    @Range(min = "0", max = "100000") int maxWaiting,
    @Range(min = "0", max = "100000") int maxADay,
    @Range(min = "1h", max = "3650d") Duration maxAhead) {}
