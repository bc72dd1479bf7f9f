package org.flashcrowd.filters;

/**
 * How much somebody may filter. Lengths are the reference's; the numbers bound what a node keeps in
 * memory for one viewer, and what matching a page costs.
 */
final class FilterLimits {
  static final int TITLE = 256;
  static final int KEYWORD = 512;
  static final int FILTERS = 100;

  /** Of all filters of one account together. */
  static final int KEYWORDS = 500;

  static final int KEYWORD_CHARACTERS = 10_000;
  static final int STATUSES = 500;

  private FilterLimits() {}
}
