package org.flashcrowd.recommendations;

/**
 * A popular tag as Pixelfed's apps read it.
 *
 * @param name with its number sign, as it is shown
 * @param hashtag without, as it is linked
 * @param total how often it was used in the last week
 */
record DiscoverTagView(String id, String name, String hashtag, String url, int total) {}
