package org.flashcrowd.config;

import java.time.Duration;

/**
 * How a node leaves.
 *
 * @param notice how long it goes on serving after it said that it is leaving
 */
public record DrainSettings(@Range(min = "0s", max = "2m") Duration notice) {}
