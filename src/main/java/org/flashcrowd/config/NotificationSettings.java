package org.flashcrowd.config;

import java.time.Duration;

/** The settings of notifications: how long, and how many of somebody's, are kept. */
public record NotificationSettings(
    @Range(min = "7d", max = "3650d") Duration keep,
    @Range(min = "100", max = "10000000") int maxPerAccount) {}
