package org.flashcrowd.config;

import java.time.Duration;

/** The settings of Web Push. */
public record PushSettings(
    boolean allowInsecure,
    @Range(min = "100ms", max = "2m") Duration timeout,
    @Range(min = "1", max = "1000") int atOnce,
    @Range(min = "1m", max = "28d") Duration ttl) {}
