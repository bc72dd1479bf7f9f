package org.flashcrowd.text;

/** A part of a text that becomes a link; what is between two of them is plain. */
sealed interface Token {
  /** Where it begins, as an index into the text. */
  int start();

  /** Where it ends, exclusive. */
  int end();

  /** {@code @name} or {@code @name@domain}. */
  record Mention(int start, int end, Handle handle) implements Token {}

  /**
   * {@code #name}.
   *
   * @param name as typed, without the {@code #}
   */
  record Tag(int start, int end, String name) implements Token {}

  /** {@code http://…} or {@code https://…}. */
  record Url(int start, int end) implements Token {}
}
