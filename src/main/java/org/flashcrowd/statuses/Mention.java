package org.flashcrowd.statuses;

/** Somebody whom a post mentions. */
record Mention(long account, String username) {}
