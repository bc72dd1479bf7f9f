package org.flashcrowd.bench.simulation;

import java.util.SplittableRandom;

/**
 * Posts on their way to followers: written to each feed, or read from their author where somebody
 * has more followers than a threshold. Who follows whom is shared out as in {@code flashcrowd
 * seed}.
 */
final class FanOutTraffic {
  private final int accounts;
  private final int[] followers;
  private final long edges;

  /**
   * @param follows how many people somebody follows
   */
  FanOutTraffic(int accounts, int follows) {
    this.accounts = accounts;
    this.followers = new int[accounts];
    SplittableRandom random = new SplittableRandom(2);
    Zipf fame = new Zipf(accounts);
    long made = 0;
    for (long i = 0; i < (long) accounts * follows; i++) {
      int target = fame.draw(random);
      // Nobody follows the same person twice, so nobody has more followers than there are people.
      if (followers[target] < accounts - 1) {
        followers[target]++;
        made++;
      }
    }
    this.edges = made;
  }

  /**
   * What a day costs with this threshold.
   *
   * @param rowsPerPost feed rows that a post is written to, on average
   * @param pulledPerRead authors that a home timeline is read from, on average
   * @param longest the most rows that one post is
   */
  record Day(double rowsPerPost, double pulledPerRead, int longest) {}

  /**
   * @param activeShare of the followers, whose feeds are kept
   */
  Day day(int threshold, double activeShare) {
    double rows = 0;
    long pulledEdges = 0;
    int longest = 0;
    for (int have : followers) {
      if (have < threshold) {
        // Everybody posts as often, whatever their fame.
        rows += have * activeShare;
        longest = Math.max(longest, (int) (have * activeShare));
      } else {
        pulledEdges += have;
      }
    }
    return new Day(rows / accounts, pulledEdges / (double) accounts, longest);
  }

  int mostFollowed() {
    int most = 0;
    for (int have : followers) {
      most = Math.max(most, have);
    }
    return most;
  }

  double averageFollows() {
    return edges / (double) accounts;
  }
}
