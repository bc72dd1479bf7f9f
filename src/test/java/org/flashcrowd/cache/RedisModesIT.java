package org.flashcrowd.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestServer.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.flashcrowd.config.RedisSettings.Mode;
import org.flashcrowd.live.Live;
import org.flashcrowd.live.LiveEvent;
import org.flashcrowd.testing.RedisFleet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Redis alone, behind sentinels, and as a cluster; and what comes after a master was killed. */
class RedisModesIT {
  private static final Duration FAILOVER = Duration.ofSeconds(10);

  private final Vertx vertx = Vertx.vertx();
  @TempDir private Path folder;
  private final List<RedisFleet> fleets = new ArrayList<>();

  @AfterEach
  void stop() {
    await(vertx.close());
    fleets.forEach(RedisFleet::close);
  }

  private RedisFleet start(Mode mode) {
    RedisFleet fleet = RedisFleet.start(folder, mode);
    fleets.add(fleet);
    return fleet;
  }

  private RedisConnections open(RedisFleet fleet) {
    return RedisConnections.open(vertx, fleet.uri(), fleet.config().redis());
  }

  private static Future<Void> set(RedisConnections redis, String key, String value) {
    return redis.send(Request.cmd(Command.SET).arg(key).arg(value)).mapEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void values_ofManySlots_areInTheOrderOfTheirKeys(Mode mode) {
    RedisConnections redis = open(start(mode));
    List<String> keys = IntStream.range(0, 200).mapToObj(i -> "key" + i).toList();
    for (String key : keys.subList(0, 150)) {
      await(set(redis, key, "value of " + key));
    }

    List<@Nullable Response> values = await(redis.values(keys));

    assertThat(values).hasSize(200);
    for (int i = 0; i < 150; i++) {
      assertThat(values.get(i)).hasToString("value of " + keys.get(i));
    }
    assertThat(values.subList(150, 200)).containsOnlyNulls();
    assertThat(redis.state()).isEqualTo("ok");
  }

  @Test
  void sentinel_masterKilled_commandsAndSubscriptionsMoveToTheNext() {
    RedisFleet fleet = start(Mode.SENTINEL);
    RedisConnections redis = open(fleet);
    await(set(redis, "before", "kept"));
    await(redis.send(Request.cmd(Command.WAIT).arg(1).arg(1_000)).mapEmpty());
    Live live = new Live(vertx, redis);
    BlockingQueue<LiveEvent> heard = new LinkedBlockingQueue<>();
    await(live.listen("account:1", heard::add).ready());

    fleet.server(0).kill();

    within(FAILOVER, () -> succeeds(set(redis, "after", "written")));
    // The client hears of the new master while it uses it already, and then connects once more.
    within(
        FAILOVER,
        () ->
            succeeds(
                redis
                    .values(List.of("before", "after"))
                    .map(found -> assertThat(found.toString()).contains("kept", "written"))));
    within(FAILOVER, () -> isHeard(live, heard));
    assertThat(redis.state()).isEqualTo("ok");
  }

  @Test
  void cluster_masterWithAReplicaKilled_theReplicaTakesItsSlots() {
    RedisFleet fleet = start(Mode.CLUSTER);
    RedisConnections redis = open(fleet);
    Live live = new Live(vertx, redis);
    BlockingQueue<LiveEvent> heard = new LinkedBlockingQueue<>();
    await(live.listen("account:1", heard::add).ready());
    List<String> keys = IntStream.range(0, 50).mapToObj(i -> "key" + i).toList();
    keys.forEach(key -> await(set(redis, key, "before")));

    fleet.server(0).kill();

    within(FAILOVER, () -> keys.stream().allMatch(key -> succeeds(set(redis, key, "after"))));
    within(FAILOVER, () -> isHeard(live, heard));
  }

  @Test
  void cluster_masterWithoutAReplicaKilled_isAwayAtOnceAndCostsNoTime() {
    RedisFleet fleet = start(Mode.CLUSTER);
    RedisConnections redis = open(fleet);
    await(set(redis, "key", "value"));

    fleet.server(1).kill();

    within(FAILOVER, () -> redis.state().equals("away"));
    long started = System.nanoTime();
    for (int i = 0; i < 1_000; i++) {
      assertThat(succeeds(set(redis, "key" + i, "value"))).isFalse();
    }
    assertThat(System.nanoTime() - started).isLessThan(Duration.ofSeconds(1).toNanos());
  }

  private static boolean isHeard(Live live, BlockingQueue<LiveEvent> heard) {
    live.publish("account:1", "notification", new JsonObject());
    try {
      return heard.poll(200, TimeUnit.MILLISECONDS) != null;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean succeeds(Future<?> future) {
    try {
      future.await(5, TimeUnit.SECONDS);
      return true;
    } catch (Exception refused) {
      return false;
    }
  }

  private static void within(Duration limit, BooleanSupplier holds) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within " + limit).isLessThan(deadline);
      LockSupport.parkNanos(20_000_000);
    }
  }
}
