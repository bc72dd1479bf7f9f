package org.flashcrowd.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.flashcrowd.cache.CacheDefinition.Audience;
import org.flashcrowd.cache.CacheDefinition.Lifetime;
import org.flashcrowd.cache.CacheDefinition.Row;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.Test;

class CachedTest {
  private record Key(long id) implements CacheKey.Shared {}

  private record OwnKey(long viewer, long id) implements CacheKey.OfViewer {}

  private static final Key ONE = new Key(1);
  private static final Key TWO = new Key(2);
  private static final Key THREE = new Key(3);
  private static final Lifetime LIFETIME =
      new Lifetime(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(100));

  private final AtomicLong now = new AtomicLong();
  private final AtomicBoolean staleIsFine = new AtomicBoolean();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Caches caches =
      new Caches(new Caches.Ground(meters, 10_000, staleIsFine::get, now::get, /* redis= */ null));
  private final Cached<Key, String> cached = caches.local(definition("things"), value -> 10);
  private final List<Collection<Key>> loads = new ArrayList<>();

  private static CacheDefinition definition(String name) {
    return new CacheDefinition(
        name, Audience.EVERYBODY, LIFETIME, 100, false, new Row("", "", "", "", ""));
  }

  private Future<Map<Key, String>> load(Collection<Key> keys) {
    loads.add(List.copyOf(keys));
    return Future.succeededFuture(
        keys.stream().collect(Collectors.toMap(key -> key, key -> "v" + key.id())));
  }

  private Supplier<Future<String>> gives(String value) {
    return () -> {
      loads.add(List.of(ONE));
      return Future.succeededFuture(value);
    };
  }

  private Supplier<Future<String>> fails(String why) {
    return () -> {
      loads.add(List.of(ONE));
      return Future.failedFuture(why);
    };
  }

  private String get(Supplier<Future<String>> loader) {
    return TestServer.await(cached.get(ONE, loader)).value();
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private double count(String result) {
    return meters
        .get("flashcrowd.cache.requests")
        .tag("cache", "things")
        .tag("result", result)
        .counter()
        .count();
  }

  @Test
  void settled_needsNothingDone() {
    assertThat(cached.settled(ONE)).isNull();
    get(gives("a"));
    assertThat(cached.settled(ONE)).isEqualTo(new Kept<>("a", Duration.ZERO));

    // About time for a new one, which somebody has to load.
    pass(Duration.ofSeconds(11));
    assertThat(cached.settled(ONE)).isNull();
    staleIsFine.set(true);
    assertThat(cached.settled(ONE)).matches(old -> old != null && old.stale());

    pass(Duration.ofSeconds(200));
    assertThat(cached.settled(ONE)).isNull();
    assertThat(loads).hasSize(1);
    assertThat(count("local")).isEqualTo(1);
    assertThat(count("stale")).isEqualTo(1);
  }

  @Test
  void get_manyAtOnce_isLoadedOnce() {
    Promise<String> loading = Promise.promise();
    List<Future<Kept<String>>> all = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      all.add(
          cached.get(
              ONE,
              () -> {
                loads.add(List.of(ONE));
                return loading.future();
              }));
    }
    loading.complete("v");
    assertThat(all).allMatch(one -> one.result().value().equals("v") && !one.result().stale());
    assertThat(loads).hasSize(1);
    assertThat(count("joined")).isEqualTo(999);
  }

  @Test
  void getAll_someUnderWay_loadsTheOthersTogether() {
    Promise<Map<Key, String>> first = Promise.promise();
    Future<Map<Key, String>> one = cached.getAll(List.of(ONE), keys -> first.future());
    Future<Map<Key, String>> all = cached.getAll(List.of(ONE, TWO, THREE), this::load);
    assertThat(loads).containsExactly(List.of(TWO, THREE));
    assertThat(all.isComplete()).isFalse();
    first.complete(Map.of(ONE, "first"));
    assertThat(one.result()).containsExactly(Map.entry(ONE, "first"));
    assertThat(all.result())
        .containsOnly(Map.entry(ONE, "first"), Map.entry(TWO, "v2"), Map.entry(THREE, "v3"));
  }

  @Test
  void getAll_absent_isLeftOutAndAskedAgain() {
    assertThat(cached.getAll(List.of(ONE), keys -> Future.succeededFuture(Map.of())).result())
        .isEmpty();
    assertThat(cached.getAll(List.of(ONE), this::load).result()).containsKey(ONE);
  }

  @Test
  void getAll_failed_failsForAllAndIsTriedAgain() {
    assertThat(cached.getAll(List.of(ONE, TWO), keys -> Future.failedFuture("away")).failed())
        .isTrue();
    assertThat(cached.getAll(List.of(ONE, TWO), this::load).result()).hasSize(2);
  }

  @Test
  void forget_duringLoad_isNotKept() {
    Promise<String> old = Promise.promise();
    Future<Kept<String>> before = cached.get(ONE, old::future);
    cached.forget(ONE);
    // Whoever asks now must not be given what was read before.
    Promise<String> fresh = Promise.promise();
    Future<Kept<String>> after = cached.get(ONE, fresh::future);
    old.complete("old");
    assertThat(before.result().value()).isEqualTo("old");
    assertThat(after.isComplete()).isFalse();
    fresh.complete("new");
    assertThat(after.result().value()).isEqualTo("new");
    assertThat(get(gives("newer"))).isEqualTo("new");
  }

  @Test
  void forgetIf_duringLoad_isNotKept() {
    assertThat(get(gives("kept"))).isEqualTo("kept");
    Promise<Map<Key, String>> old = Promise.promise();
    cached.getAll(List.of(TWO), keys -> old.future());
    cached.forgetIf(value -> value.equals("other"));
    old.complete(Map.of(TWO, "old"));
    assertThat(cached.getAll(List.of(TWO), this::load).result()).containsValue("v2");
    assertThat(get(gives("new"))).isEqualTo("kept");
    cached.forgetIf(value -> value.equals("kept"));
    assertThat(get(gives("new"))).isEqualTo("new");
  }

  @Test
  void get_inGrace_isGivenOutWhileOneLoads() {
    get(gives("old"));
    pass(Duration.ofSeconds(15));
    Promise<String> loading = Promise.promise();
    Kept<String> kept = TestServer.await(cached.get(ONE, loading::future));
    assertThat(kept.value()).isEqualTo("old");
    assertThat(kept.stale()).isTrue();
    assertThat(get(fails("must not be asked"))).isEqualTo("old");
    loading.complete("new");
    assertThat(get(fails("must not be asked"))).isEqualTo("new");
  }

  @Test
  void get_afterGrace_waitsForTheNew() {
    get(gives("old"));
    pass(Duration.ofSeconds(21));
    assertThat(get(gives("new"))).isEqualTo("new");
  }

  @Test
  void get_loaderFails_givesTheOldOutForAWhile() {
    get(gives("old"));
    pass(Duration.ofSeconds(30));
    Kept<String> kept = TestServer.await(cached.get(ONE, fails("away")));
    assertThat(kept.value()).isEqualTo("old");
    assertThat(kept.staleFor()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(21));
    // For a second nobody tries again.
    int before = loads.size();
    assertThat(get(fails("away"))).isEqualTo("old");
    assertThat(loads).hasSize(before);
    pass(Duration.ofSeconds(2));
    assertThat(get(gives("new"))).isEqualTo("new");
  }

  @Test
  void get_loaderHangs_givesTheOldOutBeforeLong() {
    get(gives("old"));
    pass(Duration.ofSeconds(30));
    assertThat(get(() -> Promise.<String>promise().future())).isEqualTo("old");
  }

  @Test
  void get_loaderFailsTooLong_fails() {
    get(gives("old"));
    pass(Duration.ofSeconds(121));
    Future<Kept<String>> failed = cached.get(ONE, fails("away"));
    assertThat(failed.failed()).isTrue();
  }

  @Test
  void get_answerIsNoOutage_failsAndForgets() {
    Cached<Key, String> strict =
        caches.local(
            definition("strict"),
            value -> 10,
            value -> true,
            failure -> !"gone".equals(failure.getMessage()));
    strict.get(ONE, gives("old"));
    pass(Duration.ofSeconds(30));
    assertThat(strict.get(ONE, fails("gone")).failed()).isTrue();
    assertThat(strict.get(ONE, fails("away")).failed()).isTrue();
  }

  @Test
  void get_staleIsFine_loadsNothing() {
    get(gives("old"));
    pass(Duration.ofSeconds(60));
    staleIsFine.set(true);
    assertThat(get(fails("must not be asked"))).isEqualTo("old");
    assertThat(loads).hasSize(1);
    staleIsFine.set(false);
    assertThat(get(gives("new"))).isEqualTo("new");
  }

  @Test
  void getAll_loaderFails_givesTheOldOut() {
    cached.getAll(List.of(ONE, TWO), this::load);
    pass(Duration.ofSeconds(30));
    assertThat(cached.getAll(List.of(ONE, TWO), keys -> Future.failedFuture("away")).result())
        .hasSize(2);
    assertThat(cached.getAll(List.of(ONE, THREE), keys -> Future.failedFuture("away")).failed())
        .isTrue();
  }

  @Test
  void lasting_notSo_isGivenOutAndNotKept() {
    Cached<Key, String> picky =
        caches.local(
            definition("picky"), value -> 10, value -> !value.equals("passing"), failure -> true);
    assertThat(picky.get(ONE, gives("passing")).result().value()).isEqualTo("passing");
    assertThat(picky.get(ONE, gives("lasting")).result().value()).isEqualTo("lasting");
    assertThat(picky.get(ONE, gives("later")).result().value()).isEqualTo("lasting");
  }

  @Test
  void lifetimes_areJitteredByATenth() {
    List<Duration> times = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      times.add(Entry.jittered(Duration.ofSeconds(10)));
    }
    assertThat(times)
        .allMatch(time -> time.compareTo(Duration.ofSeconds(9)) >= 0)
        .allMatch(time -> time.compareTo(Duration.ofSeconds(10)) <= 0);
    assertThat(times.stream().distinct().count()).isGreaterThan(900);
  }

  @Test
  void memory_isBounded() {
    for (int i = 0; i < 10_000; i++) {
      cached.getAll(List.of(new Key(i)), this::load);
    }
    cached.cleanUp();
    assertThat(meters.get("flashcrowd.cache.bytes").tag("cache", "things").gauge().value())
        .isPositive()
        .isLessThanOrEqualTo(10_000);
  }

  @Test
  void ofViewer_sameThing_isAnothersForAnother() {
    Cached<OwnKey, String> own =
        caches.ofViewer(
            new CacheDefinition(
                "own", Audience.VIEWER, LIFETIME, 10, false, new Row("", "", "", "", "")),
            value -> 10);
    own.get(new OwnKey(1, 7), () -> Future.succeededFuture("of 1"));
    assertThat(own.get(new OwnKey(2, 7), () -> Future.succeededFuture("of 2")).result().value())
        .isEqualTo("of 2");
  }

  @Test
  void definitions_audienceDiffers_areRefused() {
    assertThatThrownBy(() -> caches.<OwnKey, String>ofViewer(definition("mixed"), value -> 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
