package org.flashcrowd.db;

import java.util.List;

/**
 * Which page of a list that is ordered by a 64-bit key, newest first: a keyset, not an offset.
 *
 * @param before only keys below this
 * @param after only keys above this
 * @param upwards whether rows are taken from {@code after} upwards ({@code min_id}) and not from
 *     {@code before} downwards; a page is newest first all the same
 * @param limit rows at most
 */
public record Page(long before, long after, boolean upwards, int limit) {
  /** The newest rows. */
  public static Page first(int limit) {
    return new Page(Long.MAX_VALUE, 0, false, limit);
  }

  /** Puts rows that were read in this page's direction newest first. */
  public <T> List<T> newestFirst(List<T> rows) {
    return upwards ? rows.reversed() : rows;
  }
}
