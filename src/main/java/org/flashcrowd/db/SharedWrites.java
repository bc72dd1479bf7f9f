package org.flashcrowd.db;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.flashcrowd.resilience.Breaker;
import org.flashcrowd.resilience.BreakerSettings;
import org.flashcrowd.resilience.Breakers;
import org.flashcrowd.resilience.RedisCommands;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that have written through any node: a key in Redis for each, which lives for longer
 * than a replica that is read from may lag. Whoever has one reads from the primary.
 *
 * <p>Where Redis does not answer everybody does. A Redis that lost its keys is found out by a mark
 * beside them, one for each bucket so that a Cluster asks one server for both; after that everybody
 * reads from the primary until nobody can have written before.
 */
public final class SharedWrites implements RecentWrites {
  private static final int BUCKETS = 64;
  private static final Duration TIMEOUT = Duration.ofMillis(250);
  private static final Duration REST = Duration.ofSeconds(1);
  private static final int FAILURES = 3;

  /** The mark of a bucket as this node knows it, and since when. */
  private record Mark(String value, long since) {}

  private final NodeWrites here;
  private final RedisCommands redis;
  private final Breaker breaker;
  private final Duration kept;
  private final AtomicReferenceArray<@Nullable Mark> marks = new AtomicReferenceArray<>(BUCKETS);

  /**
   * @param maxLag no replica that is read from lags by more than this
   */
  public SharedWrites(RedisCommands redis, Breakers breakers, Duration maxLag) {
    this.here = new NodeWrites(maxLag);
    this.redis = redis;
    this.breaker =
        breakers.breaker(
            "recent writes", BreakerSettings.timeout(TIMEOUT).failures(FAILURES).rest(REST));
    this.kept = RecentWrites.kept(maxLag);
  }

  @Override
  public Future<Void> remember(long account) {
    Request set =
        Request.cmd(Command.SET).arg(key(account)).arg("1").arg("PX").arg(kept.toMillis());
    return here.remember(account)
        .compose(known -> breaker.run(() -> redis.send(set)))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  @Override
  public Future<Boolean> unseen(long account, long replayed) {
    Future<Boolean> known = here.unseen(account, replayed);
    if (known.result() || breaker.isOpen()) {
      return Future.succeededFuture(true);
    }
    int bucket = bucket(account);
    Request get = Request.cmd(Command.MGET).arg(key(account)).arg(mark(bucket));
    return breaker
        .run(() -> redis.send(get))
        .map(answer -> answer == null || answer.get(0) != null || forgot(bucket, answer.get(1)))
        .otherwise(true);
  }

  /** Whether the bucket may have lost keys within the time for which they are kept. */
  private boolean forgot(int bucket, @Nullable Response found) {
    Mark known = marks.get(bucket);
    String value = found == null ? null : found.toString();
    if (value == null) {
      String made = UUID.randomUUID().toString();
      redis.send(Request.cmd(Command.SET).arg(mark(bucket)).arg(made).arg("NX"));
      return true;
    }
    if (known == null || !Objects.equals(known.value(), value)) {
      marks.set(bucket, new Mark(value, System.nanoTime()));
      return true;
    }
    return System.nanoTime() - known.since() < kept.toNanos();
  }

  private static int bucket(long account) {
    return Math.floorMod(Long.hashCode(account), BUCKETS);
  }

  private static String key(long account) {
    return "wrote:{" + bucket(account) + "}:" + account;
  }

  private static String mark(int bucket) {
    return "wrote:{" + bucket + "}:mark";
  }
}
