package org.flashcrowd.statuses;

/** What was typed: the API's StatusSource. */
public record StatusSourceView(String id, String text, String spoilerText) {}
