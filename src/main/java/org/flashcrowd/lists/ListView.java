package org.flashcrowd.lists;

/**
 * One of the caller's lists: the API's <a
 * href="https://docs.joinmastodon.org/entities/List/">List</a>.
 *
 * @param exclusive whether its members' posts are kept out of the owner's home
 */
public record ListView(String id, String title, String repliesPolicy, boolean exclusive) {}
