package org.flashcrowd.search;

/**
 * One word of a text as it is indexed: folded, of letters, digits and marks only, or one symbol.
 *
 * @param position its place, from 1; words of a phrase stand at consecutive places
 * @param kind what it is in a script that writes no spaces
 */
record Word(String text, int position, Kind kind) {
  /** Scripts without spaces are indexed by pairs of characters. */
  enum Kind {
    /** A word between spaces. */
    WHOLE,
    /** Two neighbouring characters. */
    PAIR,
    /** The last character of a run, after its pairs. */
    TAIL,
    /** The only character of a run. */
    SINGLE
  }
}
