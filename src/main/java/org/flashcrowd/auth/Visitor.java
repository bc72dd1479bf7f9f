package org.flashcrowd.auth;

/** Somebody whose browser is signed in to our own pages. */
public record Visitor(long account, String username, String role) {}
