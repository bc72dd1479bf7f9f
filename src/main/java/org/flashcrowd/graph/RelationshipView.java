package org.flashcrowd.graph;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the caller and another account stand to each other: the API's <a
 * href="https://docs.joinmastodon.org/entities/Relationship/">Relationship</a>.
 *
 * @param id the other account
 * @param languages null for all
 */
public record RelationshipView(
    String id,
    boolean following,
    boolean showingReblogs,
    boolean notifying,
    @Nullable List<String> languages,
    boolean followedBy,
    boolean blocking,
    boolean blockedBy,
    boolean muting,
    boolean mutingNotifications,
    @Nullable Instant mutingExpiresAt,
    boolean requested,
    boolean requestedBy,
    boolean domainBlocking,
    boolean endorsed,
    String note) {}
