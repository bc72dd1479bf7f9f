package org.flashcrowd.config;

import java.time.Duration;

/**
 * The settings of analytics.
 *
 * @param keep how long events are kept
 */
public record AnalyticsSettings(@Range(min = "2d", max = "3650d") Duration keep) {}
