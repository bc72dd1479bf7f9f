package org.flashcrowd.statuses;

import org.jspecify.annotations.Nullable;

/**
 * A post to be shown within somebody else's page: <a href="https://oembed.com">oEmbed 1.0</a>, type
 * {@code rich}.
 *
 * @param cacheAge seconds for which a page may keep it
 * @param html without script
 * @param width in pixels, at most
 * @param height null, since it follows from the text
 */
record EmbedView(
    String type,
    String version,
    String title,
    String authorName,
    String authorUrl,
    String providerName,
    String providerUrl,
    int cacheAge,
    String html,
    int width,
    @Nullable Integer height) {}
