package org.flashcrowd.web;

/**
 * What every page shows of the server.
 *
 * @param title the server's name
 * @param language of the pages' own words, ISO 639-1
 * @param stylesheet where it is served
 * @param icon where it is served
 */
public record Site(String title, String language, String stylesheet, String icon) {}
