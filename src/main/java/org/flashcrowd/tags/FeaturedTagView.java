package org.flashcrowd.tags;

import org.jspecify.annotations.Nullable;

/**
 * A tag on somebody's profile: the API's <a
 * href="https://docs.joinmastodon.org/entities/FeaturedTag/">FeaturedTag</a>.
 *
 * @param id of the entry, not of the tag
 * @param statusesCount the account's public posts with the tag, as a text
 * @param lastStatusAt the day (UTC) of the last of them; null when there is none
 */
public record FeaturedTagView(
    String id, String name, String url, String statusesCount, @Nullable String lastStatusAt) {}
