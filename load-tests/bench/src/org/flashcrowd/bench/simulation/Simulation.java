package org.flashcrowd.bench.simulation;

import org.flashcrowd.bench.report.Check;

/** What caches and fan-out come to at sizes that no machine here has, under Zipf traffic. */
public final class Simulation {
  private static final int VIEWS = 1_000_000;
  private static final int[] POSTS = {100_000, 1_000_000, 10_000_000};
  private static final int[] NODES = {1, 4, 16};

  // 64 MB of rendered posts of some 1.5 KB, of which a third of the memory is for others.
  private static final int HEAP_ENTRIES = 28_000;
  private static final int REDIS_ENTRIES = 2_000_000;

  private static final int[] THRESHOLDS = {1_000, 5_000, 20_000, 100_000, Integer.MAX_VALUE};
  private static final int FOLLOWS = 50;
  private static final double ACTIVE = 0.5;

  /** Two tables in Markdown. */
  public String markdown() {
    return caches() + "\n" + fanOut();
  }

  private static String caches() {
    StringBuilder table =
        new StringBuilder(
            """
            Where a rendered post is found: %,d places in the heap of each node, %,d in Redis, %,d views.

            | posts looked at | nodes | heap | Redis | PostgreSQL |
            | ---: | ---: | ---: | ---: | ---: |
            """
                .formatted(HEAP_ENTRIES, REDIS_ENTRIES, VIEWS));
    for (int posts : POSTS) {
      for (int nodes : NODES) {
        CacheTraffic.Found found =
            CacheTraffic.run(posts, nodes, HEAP_ENTRIES, REDIS_ENTRIES, VIEWS);
        table.append(
            "| %,d | %d | %s | %s | %s |\n"
                .formatted(
                    posts,
                    nodes,
                    percent(found.heap()),
                    percent(found.redis()),
                    percent(found.postgres())));
      }
    }
    return table.toString();
  }

  private static String fanOut() {
    StringBuilder table =
        new StringBuilder(
            """
            What a post and a home timeline come to by the threshold from which authors are pulled: everybody
            follows %d, half of the feeds are kept.

            | accounts | most followed | threshold | feed rows a post | longest fan-out | authors pulled a read |
            | ---: | ---: | ---: | ---: | ---: | ---: |
            """
                .formatted(FOLLOWS));
    for (int accounts : POSTS) {
      FanOutTraffic traffic = new FanOutTraffic(accounts, FOLLOWS);
      for (int threshold : THRESHOLDS) {
        FanOutTraffic.Day day = traffic.day(threshold, ACTIVE);
        table.append(
            "| %,d | %,d | %s | %s | %,d | %s |\n"
                .formatted(
                    accounts,
                    traffic.mostFollowed(),
                    threshold == Integer.MAX_VALUE ? "none" : "%,d".formatted(threshold),
                    Check.digits(day.rowsPerPost()),
                    day.longest(),
                    Check.digits(day.pulledPerRead())));
      }
    }
    return table.toString();
  }

  private static String percent(double share) {
    return Check.digits(share * 100) + " %";
  }
}
