package org.flashcrowd.accounts;

/** Somebody's name as they chose it, found by it in whatever case. */
public record AccountName(long id, String username) {}
