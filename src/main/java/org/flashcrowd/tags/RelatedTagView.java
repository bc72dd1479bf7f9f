package org.flashcrowd.tags;

/** A tag that stands beside another one, and in how many of its latest posts; as in Pixelfed. */
public record RelatedTagView(String name, long relatedCount) {}
