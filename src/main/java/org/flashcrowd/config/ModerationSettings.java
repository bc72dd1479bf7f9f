package org.flashcrowd.config;

import java.time.Duration;

/**
 * The settings of moderation.
 *
 * @param removeSuspendedAfter how long an account is suspended before it is removed for good; zero
 *     for never
 */
public record ModerationSettings(@Range(min = "0d", max = "3650d") Duration removeSuspendedAfter) {}
