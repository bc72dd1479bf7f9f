package org.flashcrowd.config;

import java.time.Duration;

/** The settings of the surge governor: when a node cuts back, and whom it lets in. */
public record SurgeSettings(
    boolean enabled,
    @Range(min = "10ms", max = "10s") Duration targetLatency,
    @Range(min = "1ms", max = "1s") Duration targetLag,
    @Range(min = "0ms", max = "1s") Duration maxWait,
    @Range(min = "0", max = "10000") int queue,
    @Range(min = "1", max = "10000") int minConcurrency,
    @Range(min = "1", max = "100000") int maxConcurrency,
    @Range(min = "100ms", max = "10m") Duration dwell,
    @Range(min = "1", max = "1000000000") int pullThreshold) {}
