package org.flashcrowd.resilience;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts here and at once, and tells the other nodes once a second, by way of Redis: a request
 * waits for nobody. For limits that are generous, where it does no harm that each node learns of
 * the others' counts a second late (docs/decisions/0003-rate-limits.md).
 */
public final class GossipingRateLimiter implements RateLimiter {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  // Told in one round; the rest has its turn in the next.
  private static final int MOST_AT_ONCE = 1_000;
  // Without Redis the list of what is to be told stops here; each subject's next call adds it
  // again.
  static final int MOST_CHANGED = 20_000;

  private record Subject(RateLimit limit, String name) {}

  private final InstantSource clock;
  private final LocalRateLimiter local;
  private final RedisCounters counters;
  private final Breaker breaker;
  private final Set<Subject> changed = ConcurrentHashMap.newKeySet();
  private final long timer;
  private final Vertx vertx;

  public GossipingRateLimiter(
      Vertx vertx, InstantSource clock, RedisCommands redis, Breaker breaker) {
    this.vertx = vertx;
    this.clock = clock;
    this.local = new LocalRateLimiter(clock);
    this.counters = new RedisCounters(redis);
    this.breaker = breaker;
    this.timer = vertx.setPeriodic(INTERVAL.toMillis(), tick -> exchange());
  }

  @Override
  public Future<Verdict> take(RateLimit limit, String subject) {
    Future<Verdict> verdict = local.take(limit, subject);
    toTell(new Subject(limit, subject));
    return verdict;
  }

  private void toTell(Subject subject) {
    if (changed.size() < MOST_CHANGED) {
      changed.add(subject);
    }
  }

  /** Subjects that the other nodes are still to hear of. */
  int untold() {
    return changed.size();
  }

  /** Tells what was counted here, and learns what was counted everywhere. */
  Future<?> exchange() {
    List<Subject> due = changed.stream().limit(MOST_AT_ONCE).toList();
    List<Future<?>> told = new ArrayList<>(due.size());
    for (Subject subject : due) {
      changed.remove(subject);
      told.add(tell(subject));
    }
    return told.isEmpty() ? Future.succeededFuture() : Future.join(told).otherwiseEmpty();
  }

  private Future<?> tell(Subject subject) {
    SlidingWindow window = local.window(subject.limit(), subject.name());
    int attempts = window.takeUntold();
    if (attempts == 0) {
      return Future.succeededFuture();
    }
    return breaker
        .run(() -> counters.add(subject.limit(), subject.name(), attempts))
        .onSuccess(all -> window.learn(clock.millis(), all.current(), all.before()))
        .onFailure(
            unreachable -> {
              window.keepUntold(attempts);
              toTell(subject);
            });
  }

  public void close() {
    vertx.cancelTimer(timer);
  }
}
