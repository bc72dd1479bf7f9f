package org.flashcrowd.timelines;

/**
 * A run of an author's followers, by account id.
 *
 * @param after exclusive
 * @param until inclusive
 */
record Followers(long author, long after, long until) {
  static Followers all(long author) {
    return new Followers(author, 0, Long.MAX_VALUE);
  }
}
