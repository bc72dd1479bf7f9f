package org.flashcrowd.seed;

import java.time.Duration;
import java.time.Instant;

/**
 * How much to make up.
 *
 * @param accounts people
 * @param statuses posts, four of five with a photo
 * @param photos different pictures; posts share them
 * @param follows how many people somebody follows, on average
 * @param favourites how many a post has, on average
 * @param history how far back the first post lies
 * @param until when the last one was made
 * @param number the same number makes the same data
 */
public record SeedPlan(
    int accounts,
    int statuses,
    int photos,
    int follows,
    int favourites,
    Duration history,
    Instant until,
    long number) {
  public SeedPlan {
    requireAtLeast(1, accounts, "accounts");
    requireAtLeast(0, statuses, "statuses");
    requireAtLeast(1, photos, "photos");
    requireAtLeast(0, follows, "follows");
    requireAtLeast(0, favourites, "favourites");
  }

  private static void requireAtLeast(int least, int value, String name) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least);
    }
  }
}
