package org.flashcrowd.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestServer.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.flashcrowd.cache.CacheDefinition.Audience;
import org.flashcrowd.cache.CacheDefinition.Lifetime;
import org.flashcrowd.cache.CacheDefinition.Row;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.RedisSettings;
import org.flashcrowd.config.Secret;
import org.flashcrowd.resilience.Breakers;
import org.flashcrowd.testing.TestRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedValuesIT {
  private record Key(long id) implements CacheKey.Versioned {
    @Override
    public String text() {
      return Long.toString(id);
    }
  }

  private static final Key ONE = new Key(1);
  private static final Key TWO = new Key(2);
  private static final CacheDefinition THINGS =
      new CacheDefinition(
          "things",
          Audience.EVERYBODY,
          Lifetime.of(Duration.ofMinutes(1)),
          10,
          true,
          new Row("", "", "", "", ""));

  private final Vertx vertx = Vertx.vertx();
  private final String redis = TestRedis.uri();
  private final String space = UUID.randomUUID().toString();
  private final AtomicInteger loads = new AtomicInteger();

  @AfterEach
  void close() {
    await(vertx.close());
  }

  /** One node's. */
  private Cached<Key, String> node(String redisUri, String itsSpace) {
    RedisSettings settings = Config.defaults().redis();
    RedisConnections connections = RedisConnections.open(vertx, new Secret(redisUri), settings);
    return new Caches(
            new Caches.Ground(
                new SimpleMeterRegistry(),
                1_000_000,
                () -> false,
                System::nanoTime,
                new RedisLevel(vertx, connections, new Breakers(vertx, new SimpleMeterRegistry()))))
        .shared(THINGS, value -> 10, value -> !value.equals("passing"), codec(itsSpace));
  }

  private Cached<Key, String> node() {
    return node(redis, space);
  }

  private static Codec<String> codec(String space) {
    return new Codec<>() {
      @Override
      public String space() {
        return space;
      }

      @Override
      public Buffer encode(String value) {
        return Buffer.buffer(value);
      }

      @Override
      public String decode(Buffer encoded) {
        if (encoded.toString().equals("broken")) {
          throw new IllegalStateException("broken");
        }
        return encoded.toString();
      }
    };
  }

  private Future<Map<Key, String>> load(Collection<Key> keys) {
    loads.addAndGet(keys.size());
    return Future.succeededFuture(
        keys.stream().collect(Collectors.toMap(key -> key, key -> "v" + key.id())));
  }

  @Test
  void getAll_loadedByAnotherNode_isFoundInRedis() {
    await(node().getAll(List.of(ONE), this::load));
    assertThat(await(node().getAll(List.of(ONE, TWO), this::load)))
        .containsOnly(Map.entry(ONE, "v1"), Map.entry(TWO, "v2"));
    assertThat(loads).hasValue(2);
  }

  @Test
  void getAll_onTwoNodesAtOnce_isLoadedByOne() {
    Promise<Map<Key, String>> slow = Promise.promise();
    Promise<Void> asked = Promise.promise();
    Future<Map<Key, String>> first =
        node()
            .getAll(
                List.of(ONE),
                keys -> {
                  asked.complete();
                  return slow.future();
                });
    await(asked.future());
    Future<Map<Key, String>> second = node().getAll(List.of(ONE), this::load);
    slow.complete(Map.of(ONE, "of the first"));
    assertThat(await(first)).containsEntry(ONE, "of the first");
    assertThat(await(second)).containsEntry(ONE, "of the first");
    assertThat(loads).hasValue(0);
  }

  @Test
  void getAll_otherNodeDies_isLoadedAllTheSame() {
    Promise<Void> asked = Promise.promise();
    node()
        .getAll(
            List.of(ONE),
            keys -> {
              asked.complete();
              return Promise.<Map<Key, String>>promise().future();
            });
    await(asked.future());
    assertThat(await(node().getAll(List.of(ONE), this::load))).containsEntry(ONE, "v1");
  }

  @Test
  void getAll_otherProgramVersion_isNotShared() {
    await(node().getAll(List.of(ONE), this::load));
    await(node(redis, space + "2").getAll(List.of(ONE), this::load));
    assertThat(loads).hasValue(2);
  }

  @Test
  void getAll_unreadableOrPassing_isLoaded() {
    await(node().getAll(List.of(ONE), keys -> Future.succeededFuture(Map.of(ONE, "broken"))));
    await(node().getAll(List.of(TWO), keys -> Future.succeededFuture(Map.of(TWO, "passing"))));
    assertThat(await(node().getAll(List.of(ONE, TWO), this::load)))
        .containsOnly(Map.entry(ONE, "v1"), Map.entry(TWO, "v2"));
  }

  @Test
  void getAll_withoutRedis_isLoadedAndSoonWithoutAWait() {
    // Nobody listens on the port of discard.
    Cached<Key, String> lonely = node("redis://127.0.0.1:9", space);
    for (int i = 10; i < 15; i++) {
      await(lonely.getAll(List.of(new Key(i)), this::load));
    }
    long started = System.nanoTime();
    for (int i = 20; i < 70; i++) {
      await(lonely.getAll(List.of(new Key(i)), this::load));
    }
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started)).isLessThan(250);
    assertThat(loads).hasValue(55);
  }
}
