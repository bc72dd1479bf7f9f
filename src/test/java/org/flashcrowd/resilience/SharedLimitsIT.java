package org.flashcrowd.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestServer.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.IntStream;
import org.flashcrowd.cache.RedisConnections;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.Secret;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.TestRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SharedLimitsIT {
  private static final Vertx VERTX = Vertx.vertx();
  private static final RateLimit THREE = new RateLimit("three", 3, Duration.ofHours(1));

  @AfterAll
  static void stop() {
    await(VERTX.close());
  }

  @Test
  void strict_twoNodes_countTogether() {
    Secret uri = new Secret(TestRedis.uri());
    RateLimiter one = new RedisRateLimiter(redis(uri));
    RateLimiter other = new RedisRateLimiter(redis(uri));

    assertThat(await(one.take(THREE, "x")).remaining()).isEqualTo(2);
    assertThat(await(other.take(THREE, "x")).remaining()).isEqualTo(1);
    assertThat(await(one.take(THREE, "x")).allowed()).isTrue();
    assertThat(await(other.take(THREE, "x")).allowed()).isFalse();
    assertThat(await(other.take(THREE, "y")).allowed()).isTrue();
  }

  @Test
  void strict_atOnce_admitsExactlyTheLimit() {
    RateLimiter limiter = new RedisRateLimiter(redis(new Secret(TestRedis.uri())));

    long admitted =
        IntStream.range(0, 50).mapToObj(i -> limiter.take(THREE, "x")).toList().stream()
            .filter(verdict -> await(verdict).allowed())
            .count();

    assertThat(admitted).isEqualTo(3);
  }

  @Test
  void generous_twoNodes_learnOfEachOther() {
    Secret uri = new Secret(TestRedis.uri());
    GossipingRateLimiter one = gossiping(uri);
    GossipingRateLimiter other = gossiping(uri);
    await(one.take(THREE, "x"));
    await(one.take(THREE, "x"));
    await(other.take(THREE, "x"));

    await(one.exchange());
    await(other.exchange());

    assertThat(await(other.take(THREE, "x")).allowed()).isFalse();
    one.close();
    other.close();
  }

  @Test
  @Proves(Promise.REDIS_LOST)
  void strict_withoutRedis_holdsForTheNodeAlone() throws Exception {
    RateLimiter limiter =
        new FallbackRateLimiter(
            new RedisRateLimiter(redis(nobody())),
            new LocalRateLimiter(InstantSource.system()),
            breaker());

    for (int i = 0; i < 3; i++) {
      assertThat(await(limiter.take(THREE, "x")).allowed()).isTrue();
    }
    assertThat(await(limiter.take(THREE, "x")).allowed()).isFalse();
  }

  /** What Redis refused is not held against anybody by the node. */
  @Test
  void strict_refusedByRedis_isNotCountedHere() {
    Secret uri = new Secret(TestRedis.uri());
    RateLimiter elsewhere = new RedisRateLimiter(redis(uri));
    LocalRateLimiter own = new LocalRateLimiter(InstantSource.system());
    RateLimiter here = new FallbackRateLimiter(new RedisRateLimiter(redis(uri)), own, breaker());
    for (int i = 0; i < 3; i++) {
      await(elsewhere.take(THREE, "x"));
    }

    for (int i = 0; i < 5; i++) {
      assertThat(await(here.take(THREE, "x")).allowed()).isFalse();
    }

    assertThat(await(own.take(THREE, "x")).remaining()).isEqualTo(2);
  }

  @Test
  void generous_withoutRedis_countsOn() throws Exception {
    GossipingRateLimiter limiter = gossiping(nobody());
    for (int i = 0; i < 3; i++) {
      await(limiter.take(THREE, "x"));
      await(limiter.exchange());
    }

    assertThat(await(limiter.take(THREE, "x")).allowed()).isFalse();
    limiter.close();
  }

  @Test
  void generous_withoutRedis_remembersABoundedNumberToTell() throws Exception {
    GossipingRateLimiter limiter = gossiping(nobody());

    for (int i = 0; i < GossipingRateLimiter.MOST_CHANGED + 1_000; i++) {
      limiter.take(THREE, Integer.toString(i));
    }

    assertThat(limiter.untold()).isBetween(1, GossipingRateLimiter.MOST_CHANGED);
    limiter.close();
  }

  private static GossipingRateLimiter gossiping(Secret uri) {
    return new GossipingRateLimiter(VERTX, InstantSource.system(), redis(uri), breaker());
  }

  private static RedisCommands redis(Secret uri) {
    return RedisConnections.open(VERTX, uri, Config.defaults().redis())::send;
  }

  private static Breaker breaker() {
    return new Breakers(VERTX, new SimpleMeterRegistry())
        .breaker(
            "test",
            BreakerSettings.timeout(Duration.ofSeconds(1)).failures(2).rest(Duration.ofMinutes(1)));
  }

  /** A port that nobody listens on. */
  private static Secret nobody() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new Secret("redis://127.0.0.1:" + socket.getLocalPort());
    }
  }
}
