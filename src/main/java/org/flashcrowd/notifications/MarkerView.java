package org.flashcrowd.notifications;

import java.time.Instant;

/**
 * How far somebody has read a timeline: the API's <a
 * href="https://docs.joinmastodon.org/entities/Marker/">Marker</a>.
 *
 * @param version how often it was set
 */
record MarkerView(String lastReadId, int version, Instant updatedAt) {}
