package org.flashcrowd.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestServer.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.flashcrowd.cache.RedisConnections;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.RedisSettings;
import org.flashcrowd.config.Secret;
import org.flashcrowd.dev.OwnRedis;
import org.flashcrowd.promises.Figures;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A limit of twenty-five while Redis is frozen, killed or emptied: never more, and no long wait.
 */
@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class LimitsWithoutRedisIT {
  private static final RateLimit SIGN_IN = new RateLimit("sign-in", 25, Duration.ofHours(1));
  private static final int TRIED = 60;

  private final Vertx vertx = Vertx.vertx();
  private final Breakers breakers = new Breakers(vertx, new SimpleMeterRegistry());
  private OwnRedis redis;
  private RedisConnections connections;
  private RateLimiters limiters;

  /** How long each attempt took, and how many were let through. */
  private record Tried(int allowed, List<Duration> waits) {
    Duration longest() {
      return waits.stream().max(Duration::compareTo).orElseThrow();
    }

    Duration median() {
      return waits.stream().sorted().toList().get(waits.size() / 2);
    }
  }

  @BeforeEach
  void start() {
    redis = OwnRedis.start();
    RedisSettings config = Config.defaults().redis();
    connections = RedisConnections.open(vertx, new Secret(redis.uri()), config);
    limiters = RateLimiters.start(vertx, connections::send, config.timeout(), breakers);
  }

  @AfterEach
  void stop() {
    redis.thaw();
    redis.stop();
    await(connections.close());
    await(vertx.close());
  }

  private Tried attempts(int count) {
    int allowed = 0;
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long before = System.nanoTime();
      allowed += await(limiters.strict().take(SIGN_IN, "anna")).allowed() ? 1 : 0;
      waits.add(Duration.ofNanos(System.nanoTime() - before));
    }
    return new Tried(allowed, waits);
  }

  @Test
  @Proves({Promise.REDIS_LOST, Promise.RATE_LIMITS})
  void signIns_redisFrozen_holdForTheNodeAndWaitNoLongerThanTheBound(Figures figures) {
    Tried before = attempts(10);
    redis.freeze();

    Tried during = attempts(TRIED);

    figures
        .add("let through of " + TRIED + " with 15 left", during.allowed())
        .add("longest wait while frozen", during.longest())
        .add("median while frozen", during.median())
        .add("median before", before.median());
    assertThat(before.allowed()).isEqualTo(10);
    assertThat(during.allowed()).isEqualTo(15);
    // Three that time out open the breaker; from then on nobody waits, but for one now and again.
    assertThat(during.longest()).isLessThan(Duration.ofSeconds(1));
    assertThat(during.median()).isLessThan(Duration.ofMillis(20));
    assertThat(breakers.summary()).isEqualTo("open: limits");
  }

  @Test
  @Proves({Promise.REDIS_LOST, Promise.RATE_LIMITS})
  void signIns_redisKilled_holdForTheNode(Figures figures) {
    attempts(10);
    redis.kill();

    Tried during = attempts(TRIED);

    figures
        .add("let through of " + TRIED + " with 15 left", during.allowed())
        .add("longest wait while dead", during.longest());
    assertThat(during.allowed()).isEqualTo(15);
    assertThat(during.longest()).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  @Proves({Promise.REDIS_LOST, Promise.RATE_LIMITS})
  void signIns_redisEmptied_areStillCounted(Figures figures) {
    attempts(10);
    redis.empty();

    Tried after = attempts(TRIED);

    figures.add("let through of " + TRIED + " with 15 left after FLUSHALL", after.allowed());
    assertThat(after.allowed()).isEqualTo(15);
  }

  /** What the count in Redis alone would do, which is why the node counts as well. */
  @Test
  void control_countInRedisAlone_opensWhenItIsEmptied() {
    RateLimiter alone = new RedisRateLimiter(connections::send);
    for (int i = 0; i < 25; i++) {
      await(alone.take(SIGN_IN, "otto"));
    }
    assertThat(await(alone.take(SIGN_IN, "otto")).allowed()).isFalse();

    redis.empty();

    assertThat(await(alone.take(SIGN_IN, "otto")).allowed()).isTrue();
  }
}
