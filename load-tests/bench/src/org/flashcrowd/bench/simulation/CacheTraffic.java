package org.flashcrowd.bench.simulation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Rendered posts in the heap of some nodes and in a Redis behind them, as the server keeps them,
 * while people look at posts as attention is shared out. The caches are the real ones (Caffeine);
 * only traffic and posts are made up. A part of what is looked at changes, which empties its place.
 */
final class CacheTraffic {
  private static final int WARM = 2;
  private static final double CHANGES = 0.002;

  private CacheTraffic() {}

  /**
   * Where posts were found, as shares of all that were asked for.
   *
   * @param heap in the node that was asked
   * @param redis in Redis
   * @param postgres in neither
   */
  record Found(double heap, double redis, double postgres) {}

  /**
   * @param posts that people look at
   * @param heapEntries that the heap of one node has room for
   * @param redisEntries that Redis has room for
   * @param views that are counted, after twice as many that warm the caches
   */
  static Found run(int posts, int nodes, int heapEntries, int redisEntries, int views) {
    SplittableRandom random = new SplittableRandom(1);
    Zipf attention = new Zipf(posts);
    List<Cache<Integer, Boolean>> heaps = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      heaps.add(cache(heapEntries));
    }
    Cache<Integer, Boolean> redis = cache(redisEntries);
    int[] found = new int[3];
    for (int view = 0; view < views * (WARM + 1); view++) {
      int post = attention.draw(random);
      int where = look(heaps.get(random.nextInt(nodes)), redis, post);
      if (view >= views * WARM) {
        found[where]++;
      }
      if (random.nextDouble() < CHANGES) {
        heaps.forEach(heap -> heap.invalidate(post));
        redis.invalidate(post);
      }
    }
    return new Found(
        found[0] / (double) views, found[1] / (double) views, found[2] / (double) views);
  }

  private static Cache<Integer, Boolean> cache(int entries) {
    return Caffeine.newBuilder().maximumSize(entries).executor(Runnable::run).build();
  }

  private static int look(Cache<Integer, Boolean> heap, Cache<Integer, Boolean> redis, int post) {
    if (heap.getIfPresent(post) != null) {
      return 0;
    }
    heap.put(post, true);
    if (redis.getIfPresent(post) != null) {
      return 1;
    }
    redis.put(post, true);
    return 2;
  }
}
