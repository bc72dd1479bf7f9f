package org.flashcrowd.reference;

/**
 * A value that an operation takes.
 *
 * @param place {@code path}, {@code query}, {@code header} or {@code body}
 * @param type such as {@code string} or {@code array of integer}
 * @param about a sentence, or empty
 */
public record Field(String name, String place, String type, boolean required, String about) {}
